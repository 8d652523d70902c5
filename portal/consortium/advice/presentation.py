"""How an expert is called: by name to the office, to others and on paper only with their consent."""

from portal.consortium.advice.models import Expert
from portal.consortium.advice.states import Speciality
from portal.core.actors import Actor
from portal.core.messages import N_
from portal.core.permissions import Permission

UNNAMED = N_("이름을 밝히지 않은 자문위원(%(speciality)s)")


def unnamed(speciality: Speciality) -> str:
    return UNNAMED % {"speciality": speciality.words}


def public_name(expert: Expert) -> str:
    """표은실 (한강대학교 사회복지학과), for whoever agreed to be named."""
    if expert.named_on is None or expert.erased_on is not None:
        return unnamed(expert.speciality)
    return f"{expert.name} ({expert.organisation})"


def name_for(expert: Expert, viewer: Actor) -> str:
    if expert.erased_on is None and viewer.can(Permission.MEETING_MANAGE):
        return f"{expert.name} ({expert.organisation})"
    return public_name(expert)
