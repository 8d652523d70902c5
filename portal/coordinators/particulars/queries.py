"""What is known for a line of a plan."""

from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import OPEN_STATES
from portal.core.questions import Told, read_questions, told


def line_facts(line: PlanLine) -> list[Told]:
    return told(read_questions(line.service.asks), line.facts)


def is_open_still(referral: Referral) -> bool:
    """Whether it may still lead to a visit."""
    return referral.state in OPEN_STATES
