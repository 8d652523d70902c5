"""What is over its time goes by itself; the office sees it before, and may hold it back for a reason."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import (
    RoleGrant,
    UnsentForm,
    User,
)
from portal.audit.models import AuditEntry
from portal.consortium.meetings.states import InvitationReply
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.actions import refuse_application
from portal.core.clock import day_of
from portal.core.keeping import Retention, ended_before, ends_on
from portal.core.permissions import Role
from portal.db.base import Base
from portal.db.kept import NOBODY
from portal.extensions import db
from portal.monitoring.worries.models import Worry
from portal.notifications.models import OutboxMessage
from portal.privacy.retention.actions import destroy_what_is_over
from portal.privacy.retention.expired import expiring_soon
from portal.privacy.retention.models import Destruction
from portal.privacy.retention.queries import files_emptied_before, files_ending
from portal.residents.households.models import NO_BIRTH, Household, Person
from portal.residents.households.states import Sex
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, make_organisation
from tests.factories.coordinators import make_application, make_paired
from tests.factories.meetings import make_meeting
from tests.factories.residents import make_helping
from tests.integration.steps.consortium import worry_after

A_YEAR_ON = NOW + timedelta(days=365)


def make_refused() -> Household:
    """Of somebody whose application was answered with another address."""
    application = make_application()
    application.own_words = "새벽에 잠이 안 옵니다"
    refuse_application(application, "다른 구의 센터를 안내함", actor=make_staff().actor, now=NOW)
    db.session.flush()
    return application.household


@pytest.fixture
def refused(session: Session) -> Household:
    return make_refused()


class TestDays:
    @pytest.mark.parametrize(
        ("retention", "ended", "goes"),
        [
            (Retention.CASE, date(2026, 11, 23), date(2031, 11, 23)),
            (Retention.APPLICATION, date(2026, 11, 23), date(2027, 11, 23)),
            (Retention.GRANT, date(2024, 2, 29), date(2027, 3, 1)),
        ],
    )
    def test_are_counted_in_years(self, retention: Retention, ended: date, goes: date) -> None:
        assert ends_on(retention, ended) == goes
        assert ended <= ended_before(retention, goes)
        assert ended > ended_before(retention, goes - timedelta(days=1))


class TestAnApplicationThatWasRefused:
    def test_is_nobodys_after_a_year(self, session: Session, refused: Household) -> None:
        assert destroy_what_is_over(A_YEAR_ON - timedelta(days=1)) == 0
        assert refused.person.name != NOBODY
        assert destroy_what_is_over(A_YEAR_ON) == 1
        person = refused.person
        assert (person.name, person.phone, person.name_key, refused.address, refused.entry_note) == (
            NOBODY,
            None,
            "",
            "",
            "",
        )
        assert destroy_what_is_over(A_YEAR_ON) == 0

    def test_takes_the_accounts_along_by_which_it_was_opened(self, session: Session, refused: Household) -> None:
        helper, own = make_helping(refused.person).user, refused.person.user
        assert own is not None
        session.add(UnsentForm(user_id=own.id, path="/my", typed=[], kept_at=NOW))
        sent = select(OutboxMessage).where(OutboxMessage.household_id == refused.id)
        destroy_what_is_over(A_YEAR_ON)
        left = {(one.name, one.phone, one.email, one.disabled_at) for one in (own, helper)}
        assert left == {("", None, None, A_YEAR_ON)}
        assert refused.person.user_id is None
        assert (session.scalars(sent).first(), session.scalars(select(UnsentForm)).first()) == (None, None)

    def test_leaves_the_account_of_whoever_works_here(self, session: Session, refused: Household) -> None:
        user = refused.person.user
        assert user is not None
        session.add(RoleGrant(user=user, role=Role.WATCHER, granted_at=NOW))
        session.commit()
        destroy_what_is_over(A_YEAR_ON)
        assert (user.name, user.disabled_at, refused.person.user_id) == ("홍길동", None, None)

    def test_leaves_the_account_of_whoever_worked_here(self, session: Session, refused: Household) -> None:
        user = refused.person.user
        assert user is not None
        gone = A_YEAR_ON - timedelta(days=9)
        session.add(RoleGrant(user=user, role=Role.WATCHER, granted_at=NOW, revoked_at=gone))
        session.commit()
        destroy_what_is_over(A_YEAR_ON)
        assert (user.name, user.phone, user.disabled_at, refused.person.user_id) == ("홍길동", None, A_YEAR_ON, None)
        destroy_what_is_over(A_YEAR_ON + timedelta(days=3 * 366))
        assert user.name == ""

    def test_is_emptied_anew_where_less_was_taken_out_before(self, session: Session, refused: Household) -> None:
        person, own, helper = refused.person, refused.person.user, make_helping(refused.person).user
        destroy_what_is_over(A_YEAR_ON)
        assert own is not None
        for account in (own, helper):
            account.name, account.phone = "홍길동", "+821012345678"
        own.disabled_at, person.user, person.birth_on = None, own, date(1951, 1, 1)
        session.commit()
        assert destroy_what_is_over(A_YEAR_ON) == 0
        assert {(one.name, one.phone) for one in (own, helper)} == {("", None)}
        assert session.execute(select(Person.user_id, Person.birth_on, Person.sex)).one() == (
            None,
            NO_BIRTH,
            Sex.UNANSWERED,
        )
        assert files_emptied_before(day_of(A_YEAR_ON)) == []

    def test_is_registered_with_when_the_back_ups_lose_it(self, session: Session, refused: Household) -> None:
        destroy_what_is_over(A_YEAR_ON)
        rows = {each.table: each for each in session.scalars(select(Destruction))}
        assert (rows["person"].rows, rows["person"].retention, rows["person"].by_name) == (1, Retention.CASE, "system")
        assert rows["application"].backups_until_on == day_of(A_YEAR_ON) + timedelta(days=35)
        told = session.scalars(select(AuditEntry).where(AuditEntry.event == "file.destroyed")).one()
        assert told.subject_id == refused.id

    def test_stays_where_care_came_after_all(self, session: Session) -> None:
        make_paired()
        assert files_ending(day_of(A_YEAR_ON)) == []

    def test_is_seen_thirty_days_before(self, session: Session, refused: Household, client: PortalClient) -> None:
        for days, seen in ((29, True), (31, False)):
            with time_machine.travel(A_YEAR_ON - timedelta(days=days), tick=False):
                client.sign_in(make_staff(Role.OFFICE).id)
                page = client.get("/privacy/retention").get_data(as_text=True)
                assert (refused.number in page) is seen


def goes_soon(model: type[Base], moment: datetime) -> int:
    """How many rows of the table the office sees before they go."""
    return sum(each.rows for each in expiring_soon(moment) if each.words == model.__kept__.words)


def test_a_worry_is_nobodys_a_year_after_it_was_looked_into(session: Session) -> None:
    worry = session.get_one(Worry, worry_after("look_into")().row.id)
    worry.reporter_name = "이웃"
    worry.handled_at = NOW
    session.flush()
    destroy_what_is_over(A_YEAR_ON - timedelta(days=1))
    assert worry.what
    assert goes_soon(Worry, A_YEAR_ON - timedelta(days=29)) == 1
    destroy_what_is_over(A_YEAR_ON)
    kept = session.get_one(Worry, worry.id)
    assert (kept.what, kept.whereabouts, kept.reporter_name) == ("", "", "")


def test_guests_of_a_meeting_keep_their_place_in_the_minutes_alone_after_a_year(session: Session) -> None:
    make_organisation(), make_organisation()
    meeting = make_meeting(make_staff().actor)
    guest, other = meeting.attendees[:2]
    guest.email, other.email = "guest@example.kr", ""
    guest.reply, guest.deputy, guest.replied_at = InvitationReply.DEPUTY, "이대리", NOW
    session.commit()
    name, over = guest.name, meeting.ends_at + timedelta(days=365)
    destroy_what_is_over(over - timedelta(days=1))
    assert (guest.email, guest.deputy) == ("guest@example.kr", "이대리")
    destroy_what_is_over(over + timedelta(days=1))
    assert (guest.email, guest.deputy, guest.name, other.deputy) == ("", NOBODY, name, "")
    assert name != NOBODY


def test_whom_to_call_at_a_member_goes_three_years_after_it_left(session: Session, client: PortalClient) -> None:
    gone, here = make_organisation(), make_organisation()
    gone.left_on = day_of(NOW)
    session.commit()
    assert goes_soon(Organisation, NOW + timedelta(days=3 * 365 - 28)) == 1
    destroy_what_is_over(NOW + timedelta(days=3 * 365 + 2))
    assert (gone.contact_name, gone.phone, gone.email) == ("", "", "")
    assert "" not in (here.contact_name, here.phone, here.email, gone.name)
    session.commit()
    client.sign_in(make_staff(Role.OFFICE).id)
    assert [client.get(path).status_code for path in ("/members", f"/members/{gone.id}")] == [200, 200]


def test_an_account_is_nobodys_three_years_after_it_ended(session: Session) -> None:
    gone, here = make_staff(email="gone@example.kr"), make_staff(email="here@example.kr")
    gone.disabled_at = NOW
    session.flush()
    assert goes_soon(User, NOW + timedelta(days=3 * 365 - 28)) == 1
    destroy_what_is_over(NOW + timedelta(days=3 * 365 + 2))
    assert (session.get_one(User, gone.id).name, gone.email) == ("", None)
    assert here.email == "here@example.kr"
