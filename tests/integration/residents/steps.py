"""What someone types in each step of an application."""

from typing import Any

from portal.consortium.catalogue.models import Service
from tests.client import PortalClient
from tests.factories.consortium import MANGWON

RESIDENT_NUMBER = "800101-1234567"
CONSENTS = {"collection": "yes", "sensitive": "yes", "third_party": "yes", "publicity": "no"}
YOU: dict[str, Any] = {
    "name": "홍길동",
    "birth_on": "19510302",
    "phone": "010-1234-5678",
    "address": "월드컵로13길 20",
}
HOME = {"dong_code": MANGWON, "lives_alone": "yes"}
HELPER = {"helper_name": "김이웃", "helper_relation": "이웃", "helper_phone": "010 9999 8888"}


def needs(service: Service) -> dict[str, Any]:
    return HOME | {"services": [service.code], "urgency": "normal"}


def fill_in(client: PortalClient, service: Service, *, for_whom: str = "self", **you: Any) -> None:
    """Go through all steps up to the check."""
    helper = HELPER if for_whom == "other" else {}
    for step, typed in (
        ("", {"for_whom": for_whom}),
        ("/needs", needs(service)),
        ("/consents", CONSENTS),
        ("/you", YOU | helper | you),
    ):
        answer = client.post(f"/apply{step}", data=typed)
        assert answer.status_code == 303, answer.get_data(as_text=True)
