"""The care of a file comes along with it: cases, who accompanied them, series, referrals, visits, and their cost."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from portal.benefits.ledger.actions import carry_charges
from portal.benefits.ledger.rules import OverCap
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.queries import open_case_of_person
from portal.coordinators.referrals.models import Referral
from portal.coordinators.series.models import CareSeries
from portal.coordinators.visits.models import Visit
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.money import won
from portal.core.series import Series, said
from portal.extensions import db
from portal.notifications.queries import messages_about
from portal.residents.applications.models import Application
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

CASES, MESSAGES = "cases", "messages"
BOTH_IN_CARE = N_("두 파일 모두 돌보는 중입니다: %(one)s, %(other)s. 한쪽 돌봄을 종결한 뒤에 합쳐 주십시오.")
ABOVE_CAP = N_(
    "합치면 한 분의 올해 지원 한도를 넘습니다(남은 한도 %(left)s원, 옮길 금액 %(needed)s원). "
    "한도 초과를 먼저 승인받은 뒤에 합쳐 주십시오."
)


def refuse(joining: Joining) -> None:
    """The database holds one open case of a person, so one of two has to end first."""
    one, other = open_case_of_person(joining.kept.id), open_case_of_person(joining.gone.id)
    if one is not None and other is not None:
        numbers = [said(case.number, Series.CASE) for case in (one, other)]
        raise Conflict(BOTH_IN_CARE, one=numbers[0], other=numbers[1])


def carry(joining: Joining) -> None:
    cases = db.session.scalars(select(CareCase).where(CareCase.person_id == joining.gone.id)).all()
    joining.note(CASES, (case.id for case in cases))
    _move(joining, cases, joining.kept)
    messages = messages_about("household", joining.gone.household_id)
    joining.note(MESSAGES, (message.id for message in messages))
    for message in messages:
        message.subject_id = joining.kept.household_id


def give_back(joining: Joining) -> None:
    """With the cases that came, those that were opened since from an application that came."""
    of_application = CareCase.application_id.in_(
        select(Application.id).where(Application.id.in_(joining.noted("applications")))
    )
    cases = select(CareCase).where(or_(CareCase.id.in_(joining.noted(CASES)), of_application))
    _move(joining, db.session.scalars(cases).all(), joining.gone)
    noted = set(joining.noted(MESSAGES))
    for message in messages_about("household", joining.kept.household_id):
        if message.id in noted:
            message.subject_id = joining.gone.household_id


def _move(joining: Joining, cases: Sequence[CareCase], person: Person) -> None:
    for case in cases:
        case.person = person
        case.household = person.household
    db.session.flush()
    ids = [case.id for case in cases]
    for pairing in db.session.scalars(select(Pairing).where(Pairing.case_id.in_(ids))).all():
        pairing.household_id = person.household_id
    for referral in db.session.scalars(select(Referral).where(Referral.case_id.in_(ids))).all():
        referral.household = person.household
    for series in db.session.scalars(select(CareSeries).where(CareSeries.case_id.in_(ids))).all():
        series.household = person.household
    visits = select(Visit).join(Visit.referral).where(Referral.case_id.in_(ids))
    moved = db.session.scalars(visits).all()
    for visit in moved:
        visit.household_id = person.household_id
    db.session.flush()
    _carry_money(joining, [visit.id for visit in moved], person)


def _carry_money(joining: Joining, visit_ids: Sequence[UUID], person: Person) -> None:
    try:
        carry_charges(visit_ids, person, actor=joining.actor, now=joining.now)
    except OverCap as over:
        raise Conflict(ABOVE_CAP, left=won(over.left), needed=won(over.needed)) from None


CARRIER = Carrier(carry, give_back, refuse)
