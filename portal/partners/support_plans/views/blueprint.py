"""The blueprint of support plans, and how its views find what an address names."""

from uuid import UUID

from flask import Blueprint

from portal.audit.actions import record_read
from portal.core import clock
from portal.partners.support_plans import queries
from portal.partners.support_plans.models import SupportGoal, SupportHanding, SupportLine, SupportPlan
from portal.web.access import current_actor

bp = Blueprint("support_plans", __name__)


def plan_at(support_plan_id: UUID) -> SupportPlan:
    return queries.get_support_plan(support_plan_id, viewer=current_actor())


def goal_at(support_goal_id: UUID) -> SupportGoal:
    return queries.get_goal(support_goal_id, viewer=current_actor())


def line_at(support_line_id: UUID) -> SupportLine:
    return queries.get_line(support_line_id, viewer=current_actor())


def handing_at(support_handing_id: UUID) -> SupportHanding:
    return queries.get_handing(support_handing_id, viewer=current_actor())


def note_read(household_id: UUID) -> None:
    """Every page here tells how somebody lives and who helps them."""
    record_read(actor=current_actor(), now=clock.now(), subject=("household", household_id), fields="support_plan")
