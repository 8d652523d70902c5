"""What guards privacy, and how it is led on."""

from portal.privacy.emergency.actions import review_access
from portal.privacy.emergency.states import EmergencyVerb
from tests.factories.coordinators import make_office
from tests.factories.privacy import make_access
from tests.integration.steps.standing import LATER, Act, Standing


def opened_in_an_emergency() -> Standing:
    office = make_office().actor

    def find(verb: EmergencyVerb) -> Act:
        return lambda row: review_access(row, verb, "확인함", actor=office, now=LATER)

    verbs = (EmergencyVerb.FIND_FINE, EmergencyVerb.FIND_UNFOUNDED)
    return Standing(make_access(), {verb: find(verb) for verb in verbs})
