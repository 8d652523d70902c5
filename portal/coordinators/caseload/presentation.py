"""Who is in charge, in words."""

from portal.coordinators.caseload.charge import InCharge
from portal.web.words import gettext as _


def aloud(charge: InCharge) -> str:
    words, params = charge.aloud
    return _(words, **params)
