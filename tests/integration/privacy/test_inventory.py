"""The office and the auditor read what is kept of people, as the tables say it."""

import pytest
from sqlalchemy.orm import Session

from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_staff


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AUDITOR])
def test_shows_each_kind_with_its_basis_and_its_time(client: PortalClient, session: Session, role: Role) -> None:
    client.sign_in(make_staff(role).id)
    html = client.get("/privacy/inventory").get_data(as_text=True)
    for words in ("들어가는 방법", "민감한 정보", "근거: 동의(제15조, 건강정보는 제23조)", "돌봄을 마치고 5년", "30일"):
        assert words in html


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.RESIDENT])
def test_is_not_for_others(client: PortalClient, session: Session, role: Role) -> None:
    client.sign_in(make_staff(role).id)
    assert client.get("/privacy/inventory").status_code == 403
