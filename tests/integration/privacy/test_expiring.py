"""Rows that go at their time: each goes then and not before, and a guard finds tables that nothing destroys."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import ColumnElement, Enum, and_, func, inspect, select
from sqlalchemy.orm import Session

from portal.accounts.emails.models import EmailChange
from portal.accounts.models import FailedSignIn, Invitation, ResetLink, RoleGrant, SignInCode, SignInSession, User
from portal.audit.models import RefusedAccess, Step
from portal.core.clock import day_of
from portal.core.keeping import Retention
from portal.core.permissions import Role
from portal.db.base import Base
from portal.db.expiring import EXPIRING
from portal.db.inserting import table_of
from portal.db.kept import Holding, holdings
from portal.extensions import db
from portal.leave.models import Leave, LeaveDay
from portal.leave.states import LEAVE_STATES
from portal.monitoring.screening.models import ScreeningDraft
from portal.monitoring.signals.actions import drop
from portal.monitoring.signals.models import ApartSignal, SupplierRequest
from portal.monitoring.surveys.actions import step_survey
from portal.monitoring.surveys.models import DoorAddress
from portal.monitoring.surveys.states import SurveyVerb
from portal.monitoring.watching.models import ActivityDay, QuietTime
from portal.privacy.retention.actions import destroy_what_is_over
from portal.privacy.retention.expired import expiring_soon
from portal.privacy.retention.models import Destruction
from portal.residents.applications.models import ApplicationDraft
from tests.arch.state_tables import state_tables
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_coordinator
from tests.factories.devices import make_device, make_signal, make_supplier, take, told
from tests.factories.events import make_event, make_guest
from tests.factories.leave import make_leave
from tests.factories.messages import make_shift
from tests.factories.referrals import make_person
from tests.factories.surveys import make_door, make_survey
from tests.integration.steps.courses import COURSES


def made_address() -> DoorAddress:
    """Of a door of a survey that is over."""
    office = make_staff()
    survey = make_survey(office)
    door = make_door(survey, office)
    step_survey(survey, SurveyVerb.FINISH, actor=office.actor, now=NOW)
    assert door.place is not None
    return door.place


def made_apart() -> ApartSignal:
    """Of no device, looked at by the office on the same day."""
    take(make_supplier(), told("S-0", NOW), now=NOW)
    (apart,) = db.session.scalars(select(ApartSignal)).all()
    drop(apart, "시험 신호", actor=OFFICE, now=NOW)
    return apart


def made_leave() -> Leave:
    """Of a day that is over."""
    return make_leave(make_coordinator("한지원"), None, last=0)


def made_leave_day() -> LeaveDay:
    leave = made_leave()
    return db.session.scalars(select(LeaveDay).where(LeaveDay.leave_id == leave.id)).one()


DAY, LINK = timedelta(days=1), {"token_digest": "x", "expires_at": NOW}
LEFT_BEHIND: dict[str, tuple[Callable[[], Base], timedelta]] = {
    "sign_in_code": (lambda: SignInCode(contact_digest="x", code_digest="y", sent_at=NOW, expires_at=NOW), DAY),
    "email_change": (lambda: EmailChange(user_id=make_staff().id, email="", asked_at=NOW, **LINK), DAY),
    "reset_link": (lambda: ResetLink(sent_at=NOW, **LINK), DAY),
    "failed_sign_in": (
        lambda: FailedSignIn(mark="x", way="y", reason="z", address="", first_at=NOW, last_at=NOW, times=3),
        timedelta(days=90),
    ),
    "refused_access": (
        lambda: RefusedAccess(
            mark="x", page="/audit", is_act=False, status=403, address="", first_at=NOW, last_at=NOW, times=1
        ),
        timedelta(days=731),
    ),
    "application_draft": (
        lambda: ApplicationDraft(token_digest="x", answers={}, started_at=NOW, saved_at=NOW, expires_at=NOW),
        timedelta(),
    ),
    "invitation": (
        lambda: Invitation(
            email="a@b.kr", name="이새봄", role=Role.OFFICE, token_digest="x", invited_at=NOW, expires_at=NOW
        ),
        timedelta(days=3 * 365),
    ),
    "role_grant": (
        lambda: RoleGrant(user_id=make_staff().id, role=Role.AUDITOR, granted_at=NOW, revoked_at=NOW),
        timedelta(days=3 * 365),
    ),
    "screening_draft": (
        lambda: ScreeningDraft(
            person_id=make_person().id, by_id=make_staff().id, edition=1, replies={"0": "yes"}, saved_at=NOW
        ),
        timedelta(days=30),
    ),
    "door_address": (made_address, timedelta(days=60)),
    "signal": (lambda: make_signal(make_device(), NOW), timedelta(days=30)),
    "apart_signal": (made_apart, timedelta(days=30)),
    "supplier_request": (lambda: SupplierRequest(digest="x", at=NOW), timedelta(hours=12)),
    "activity_day": (
        lambda: ActivityDay(device_id=make_device().id, day=day_of(NOW), signs=3, first_at=NOW, last_at=NOW),
        timedelta(days=365),
    ),
    "quiet_time": (
        lambda: QuietTime(household_id=make_device().household_id, began_at=NOW - timedelta(hours=13), ended_at=NOW),
        timedelta(days=365),
    ),
    "shift": (lambda: make_shift(make_staff(), NOW - timedelta(hours=9), NOW), timedelta(days=364)),
    "event_guest": (lambda: make_guest(make_event()), timedelta(days=37, hours=3)),
    "leave": (made_leave, timedelta(days=730)),
    "leave_day": (made_leave_day, timedelta(days=730)),
    "sign_in_session": (
        lambda: SignInSession(
            user_id=make_staff().id, token_digest="x", device="", address="", started_at=NOW, last_seen_at=NOW
        ),
        timedelta(days=90),
    ),
}


def is_same(row: Base) -> ColumnElement[bool]:
    mapper = inspect(type(row))
    values = mapper.primary_key_from_instance(row)
    return and_(*(key == value for key, value in zip(mapper.primary_key, values, strict=True)))


@pytest.mark.parametrize("table", LEFT_BEHIND)
def test_what_is_left_behind_goes_at_its_time_and_is_registered(session: Session, table: str) -> None:
    make, lasts = LEFT_BEHIND[table]
    row = make()
    session.add(row)
    session.commit()
    kept = select(func.count()).select_from(type(row)).where(is_same(row))
    destroy_what_is_over(NOW + lasts - timedelta(seconds=1))
    assert session.scalar(kept) == 1
    assert any(each.words == type(row).__kept__.words for each in expiring_soon(NOW + lasts - timedelta(days=29)))
    destroy_what_is_over(NOW + lasts + timedelta(days=1))
    assert session.scalar(kept) == 0
    registered = session.scalars(select(Destruction).where(Destruction.table == table)).one()
    assert registered.rows == 1


def test_the_steps_of_what_goes_lose_whoever_took_them(session: Session) -> None:
    make_leave(make_coordinator("한지원"), make_coordinator("오하늘"), last=0)
    session.commit()
    named = select(func.count()).where(Step.kind == LEAVE_STATES.kind, Step.by_name != "")
    destroy_what_is_over(NOW + timedelta(days=730, seconds=-1))
    assert session.scalar(named) == 1
    assert any(each.words == Step.__kept__.words for each in expiring_soon(NOW + timedelta(days=701)))
    destroy_what_is_over(NOW + timedelta(days=731))
    assert session.scalar(named) == 0
    assert session.scalars(select(Destruction.rows).where(Destruction.table == "step")).all() == [1]


def test_the_steps_of_what_stays_keep_them(session: Session) -> None:
    """In whatever state it stands, and whatever is empty in it; though an account ended long ago."""
    session.get_one(User, make_staff().id).disabled_at = NOW - timedelta(days=5 * 365)
    going = {each.course for each in EXPIRING}
    for make in (make for course in COURSES if course.table in going for make in course.makers.values()):
        make()
    session.commit()
    steps = select(Step.id, Step.by_name, Step.note).order_by(Step.id)
    before = session.execute(steps).all()
    destroy_what_is_over(NOW + timedelta(days=1))
    assert session.execute(steps).all() == before != []


def test_whatever_goes_and_has_a_course_names_it() -> None:
    courses = {table.state_type: table for table in state_tables()}
    for each in EXPIRING:
        state = table_of(each.model).c.get("state")
        if state is not None and isinstance(state.type, Enum) and state.type.enum_class in courses:
            assert each.course is courses[state.type.enum_class], each.model


def unreached() -> set[str]:
    """Tables whose time ends and that nothing destroys, also those that tell of somebody by a key alone."""
    telling = {each.column.table.name: each.kept.retention for each in holdings(Base.metadata) if may_be_over(each)}
    by_rows = {each.model.__tablename__ for each in EXPIRING}
    return {name for name in telling if name not in by_rows | REACHED_OTHERWISE.keys()}


def may_be_over(each: Holding) -> bool:
    lasting = {Retention.CONSORTIUM, Retention.PORTAL, Retention.CASE, Retention.APPLICATION}
    return each.kept.retention not in lasting


REACHED_OTHERWISE = {
    "worry": "emptied, as its number and its course stay",
    "user": "emptied, as others' acts name it",
    "volunteer": "emptied, as what they were to do for a household stays with its file",
    "worker": "emptied, as visits name it",
    "worker_service": "says what somebody did who is nobody any more",
    "audit_entry": "destroyed under its seal",
    "audit_seal": "stays, so that what follows can be verified",
    "notice_choice": "is nobody's together with its account",
    "throttle": "counters go after two days (accounts.forget)",
    "outbox_event": "goes with its message",
    "meeting_attendee": "emptied, as minutes say who was there",
    "organisation": "emptied, as agreements name it",
    "library_shown": "emptied, as the file that shows them stays closed",
    **dict.fromkeys(
        ("agenda_item", "agenda_proposal", "decision", "meeting_action", "meeting_paper", "minutes_reply"),
        "emptied with the first file that the conference was about",
    ),
    "evidence_pack": "its file goes after 90 days; that it was made stays",
}


def test_whatever_tells_of_somebody_for_a_time_is_reached_when_it_is_over() -> None:
    assert unreached() == set()


def test_the_guard_finds_a_table_that_nothing_destroys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(EXPIRING._fillers, "sign_in_code")
    assert unreached() == {"sign_in_code"}
