"""Plans to be reviewed or written anew, and bodies to be told, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, String, and_, exists, or_, select, type_coerce

from portal.consortium.members.models import Organisation
from portal.consortium.partners.models import Partner
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.caseload.told import whom
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.partners.support_plans.models import SupportHanding, SupportLine, SupportPlan
from portal.partners.support_plans.queries import TO_TELL, bodies_of_handings
from portal.partners.support_plans.rules import REMIND_BEFORE
from portal.partners.support_plans.states import SupportState
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.words import gettext as _

IS_DRAFT, IS_IN_FORCE = SupportPlan.state == SupportState.DRAFT, SupportPlan.state == SupportState.IN_FORCE


def _of_plans(desk: Desk, which: ColumnElement[bool], **columns: Any) -> Select[Any]:
    rows = told(
        id=SupportPlan.id,
        household_id=CareCase.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        since=SupportPlan.written_at,
        **columns,
    )
    found = (
        select(*rows).join(CareCase, CareCase.id == SupportPlan.case_id).join(Person, Person.id == CareCase.person_id)
    )
    return found.where(cases_in_scope(desk.viewer), which)


def _review_rows(desk: Desk) -> Select[Any]:
    near = and_(IS_IN_FORCE, SupportPlan.review_on <= desk.day + REMIND_BEFORE)
    return _of_plans(desk, near, due_on=SupportPlan.review_on).order_by(SupportPlan.review_on, SupportPlan.id)


def _review_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        address = url_for("support_plans.review", support_plan_id=row.id)
        yield _item(row, "review", _("개인별지원계획 점검하기"), _("점검 적기"), address)


def _item(row: Told, kind: str, what: str, deed: str, address: str) -> Item:
    return Item(
        key=f"support-{kind}-{row.id}",
        what=what,
        whom=whom(row),
        since=row.since,
        due=row.due_on,
        deeds=(Deed(deed, address),),
    )


def _stale_rows(desk: Desk) -> Select[Any]:
    """A care plan behind it holds no more, or a body that it names is a partner or member no more.

    The names of bodies lie sealed: of members those count that were asked, did not decline, and left since.

    A plan in force stays away while a draft is written; a draft waits until its lines are taken in again.
    """
    line = select(SupportLine.id).where(SupportLine.plan_id == SupportPlan.id)
    other_plan = line.join(PlanLine, PlanLine.id == SupportLine.care_line_id).join(
        CarePlan, CarePlan.id == PlanLine.plan_id
    )
    replaced = other_plan.where(CarePlan.state != PlanState.AGREED)
    gone = line.join(Partner, Partner.id == SupportLine.partner_id).where(Partner.ends_on < desk.day)
    asked = line.join(Referral, Referral.plan_line_id == SupportLine.care_line_id).join(Referral.organisation)
    took = (Referral.state != ReferralState.DECLINED, Organisation.left_on >= SupportPlan.agreed_on)
    left = asked.where(*took, Organisation.left_on < desk.day)
    drafted = SupportPlan.__table__.alias("drafted")
    is_written = exists().where(drafted.c.case_id == SupportPlan.case_id, drafted.c.state == SupportState.DRAFT)
    stale = and_(or_(replaced.exists(), gone.exists(), left.exists()), or_(IS_DRAFT, and_(IS_IN_FORCE, ~is_written)))
    return _of_plans(desk, stale, state=type_coerce(SupportPlan.state, String())).order_by(SupportPlan.id)


def _stale_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        what = _("개인별지원계획의 서비스나 기관이 바뀜")
        if row.state == SupportState.DRAFT:
            yield _item(row, "stale", what, _("초안 고치기"), url_for("support_plans.plan", support_plan_id=row.id))
        else:
            address = url_for("support_plans.of_household", household_id=row.household_id)
            yield _item(row, "stale", what, _("새 판 쓰기"), address)


def _tell_rows(desk: Desk) -> Select[Any]:
    rows = told(
        id=SupportHanding.id,
        about_id=SupportHanding.plan_id,
        household_id=CareCase.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        since=SupportHanding.noted_at,
        due_on=SupportHanding.tell_by,
    )
    found = select(*rows).join(SupportHanding.plan).join(SupportPlan.case)
    found = found.join(Person, Person.id == CareCase.person_id).where(cases_in_scope(desk.viewer), TO_TELL)
    return found.order_by(SupportHanding.tell_by, SupportHanding.id)


def _tell_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    """One call tells a body of all its parts. Its name lies sealed, so that it cannot be asked with the rows."""
    named = bodies_of_handings([row.id for row in rows]) if rows else {}
    first = {named[row.id]: row for row in reversed(rows)}
    for row in first.values():
        address = url_for("support_plans.handing", support_handing_id=row.id)
        yield _item(row, "tell", _("계획을 받은 기관에 그만 쓰도록 알리기"), _("알린 날 적기"), address)


REVIEWS = Source(N_("개인별지원계획 점검"), Permission.PLAN_WRITE, _review_rows, _review_items)
STALE = Source(N_("바뀐 개인별지원계획"), Permission.PLAN_WRITE, _stale_rows, _stale_items)
TELLING = Source(N_("계획을 받은 기관에 알리기"), Permission.PLAN_WRITE, _tell_rows, _tell_items)
