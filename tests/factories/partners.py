"""Partners of the consortium."""

from datetime import date
from typing import Any

from portal.consortium.partners.actions import PartnerDetails, add_partner
from portal.consortium.partners.models import Partner
from portal.consortium.partners.states import Accord, PartnerKind
from tests.factories.consortium import NOW, OFFICE


def details(**values: Any) -> PartnerDetails:
    """A welfare centre with an agreement since the beginning of 2026."""
    given: dict[str, Any] = {
        "name": "망원종합복지관",
        "kind": PartnerKind.WELFARE_CENTRE,
        "phone": "+8223005000",
        "accord": Accord.AGREEMENT,
        "starts_on": date(2026, 1, 1),
    }
    return PartnerDetails(**(given | values))


def make_partner(**values: Any) -> Partner:
    return add_partner(details(**values), actor=OFFICE, now=NOW)
