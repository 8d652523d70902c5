"""The monthly review: counted on the first working day, each figure opens its rows, signed by section, then frozen."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.accounts.models import FailedSignIn, User
from portal.audit.downloads import Why, record_download
from portal.audit.models import AuditEntry
from portal.audit.states import DownloadReason
from portal.core.clock import at
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.leave.actions import agree_to_cover
from portal.notifications.models import OutboxMessage
from portal.privacy.retention.actions import destroy_what_is_over
from portal.privacy.retention.models import Destruction
from portal.privacy.reviews.actions import Judged, prepare_review_due, raise_alarms, sign_review
from portal.privacy.reviews.models import AccessReview, ReviewFigure, ReviewFinding
from portal.privacy.reviews.queries import rows_behind
from portal.privacy.reviews.rules import month_due, stands_out, usual, working_spans
from portal.privacy.reviews.states import Section
from portal.privacy.reviews.waiting import UNSIGNED
from portal.residents.applications.models import Application
from portal.web.agenda import Desk
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.alerts import make_alert
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.devices import make_device
from tests.factories.leave import make_leave
from tests.factories.privacy import make_access, make_review

NOVEMBER, DECEMBER = date(2026, 11, 1), at(date(2026, 12, 1), time(6))
MONDAY = at(date(2026, 11, 23), time(10))
FINE = dict.fromkeys(Section, Judged("이상 없음"))


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, name="박사무", email="office@example.kr")


@pytest.fixture
def reader(session: Session) -> User:
    return make_coordinator("남나무")


def read(
    session: Session,
    user: User,
    thing_id: UUID | None = None,
    *,
    kind: str = "household",
    moment: datetime = MONDAY,
    times: int = 1,
) -> None:
    """As the log keeps reads of a household, or of something else."""
    rows = [
        {
            "id": new_id(), "at": moment, "event": f"{kind}.read", "actor_id": user.id, "actor_name": user.name,
            "subject_kind": kind, "subject_id": thing_id or new_id(), "address": "10.0.0.1",
            "is_read": True, "details": {"fields": "page"},
        }
        for _ in range(times)
    ]  # fmt: skip
    session.execute(insert(AuditEntry), rows)


def figures(review: AccessReview, section: Section) -> dict[str, int]:
    return {each.user_name: each.count for each in review.figures if each.section is section}


def figure(review: AccessReview, section: Section) -> ReviewFigure:
    (found,) = (each for each in review.figures if each.section is section)
    return found


class TestWhen:
    @pytest.mark.parametrize(
        ("today", "month"),
        [
            (date(2026, 12, 1), NOVEMBER),
            (date(2026, 11, 1), None),
            (date(2026, 11, 2), date(2026, 10, 1)),
            (date(2027, 1, 1), None),
            (date(2027, 1, 4), date(2026, 12, 1)),
            (date(2026, 12, 17), NOVEMBER),
        ],
    )
    def test_is_from_the_first_working_day_on(self, today: date, month: date | None) -> None:
        assert month_due(today) == month

    def test_is_once_and_told_to_the_office(self, session: Session, office: User, reader: User) -> None:
        read(session, reader)
        review = prepare_review_due(DECEMBER)
        assert review is not None
        assert (review.month, prepare_review_due(DECEMBER + timedelta(days=1))) == (NOVEMBER, None)
        told = session.scalars(select(StaffNotice).where(StaffNotice.matter == Matter.REVIEW)).all()
        assert [(each.user_id, each.subject_id) for each in told] == [(office.id, review.id)]

    def test_is_not_before_anybody_used_the_portal(self, session: Session, office: User) -> None:
        read(session, office, moment=DECEMBER)
        assert prepare_review_due(DECEMBER) is None


class TestFigures:
    def test_of_volume_are_told_beside_what_is_usual(self, session: Session, reader: User) -> None:
        others = [make_coordinator(name) for name in ("박바다", "이바람")]
        read(session, reader, times=120)
        for other in others:
            read(session, other, times=10)
        for month, times in ((10, 20), (9, 40)):
            read(session, reader, moment=at(date(2026, month, 15), time(10)), times=times)
        review = make_review(NOVEMBER)
        assert figures(review, Section.VOLUME) == {"남나무": 120, "박바다": 10, "이바람": 10}
        first = next(each for each in review.figures if each.section is Section.VOLUME)
        assert (first.user_name, first.usual, first.role_usual, first.stands_out) == ("남나무", 30, 10, True)

    @pytest.mark.parametrize(
        ("day", "hour", "counted"),
        [(23, 7, 0), (23, 20, 0), (23, 21, 1), (23, 6, 1), (22, 12, 1), (28, 12, 1), (30, 12, 0)],
    )
    def test_of_nights_and_holidays(self, session: Session, reader: User, day: int, hour: int, counted: int) -> None:
        read(session, reader, moment=at(date(2026, 11, day), time(hour)))
        assert figures(make_review(NOVEMBER), Section.OFF_HOURS) == ({"남나무": 1} if counted else {})

    def test_of_other_areas_leave_out_ones_own_and_those_whom_one_stands_in_for(
        self, session: Session, office: User, reader: User
    ) -> None:
        own = make_paired(reader, now=MONDAY - timedelta(days=9))
        theirs = make_paired(make_coordinator("박바다"), now=MONDAY - timedelta(days=9))
        for case in (own, theirs):
            read(session, reader, case.household_id)
        read(session, office, theirs.household_id)
        assert figures(make_review(NOVEMBER), Section.OTHER_AREAS) == {"남나무": 1}

    def test_of_other_areas_know_a_leave(self, session: Session) -> None:
        away, deputy = make_coordinator("박바다"), make_coordinator("이바람")
        case = make_paired(away, now=MONDAY - timedelta(days=9))
        leave = make_leave(away, deputy)
        agree_to_cover(leave, actor=deputy.actor, now=NOW)
        during = at(leave.from_on, time(10))
        read(session, deputy, case.household_id, moment=during)
        read(session, deputy, case.household_id, moment=at(leave.until_on + timedelta(days=1), time(10)))
        found = make_review(during.date().replace(day=1), now=during + timedelta(days=40))
        assert figures(found, Section.OTHER_AREAS) == {"이바람": 1}

    def test_count_what_is_about_a_household_as_the_household(self, session: Session, reader: User) -> None:
        own = make_paired(reader, now=MONDAY - timedelta(days=9))
        theirs = make_paired(make_coordinator("박바다"), now=MONDAY - timedelta(days=9))
        alert, device = make_alert(theirs), make_device(theirs)
        asked = session.scalars(select(OutboxMessage.id).where(OutboxMessage.subject_id == alert.id)).first()
        applied = session.scalars(select(Application.id).where(Application.person == theirs.person)).one()
        opened = [("alert", alert.id), ("device", device.id), ("message", asked), ("application", applied)]
        opened += [("household", theirs.household_id), ("alert", make_alert(own).id), ("statement", new_id())]
        for kind, thing_id in opened:
            read(session, reader, thing_id, kind=kind, times=2)
        review = make_review(NOVEMBER)
        assert figures(review, Section.OTHER_AREAS) == {"남나무": 10}
        often = figure(review, Section.ONE_PERSON)
        assert (often.household_id, often.count, rows_behind(review, often, 1).total) == (theirs.household_id, 10, 10)

    def test_of_one_household_looked_at_often(self, session: Session, reader: User) -> None:
        often, seldom = make_paired(reader), make_paired(reader)
        read(session, reader, often.household_id, times=10)
        read(session, reader, seldom.household_id, times=9)
        found = figure(make_review(NOVEMBER), Section.ONE_PERSON)
        assert (found.household_id, found.count) == (often.household_id, 10)

    def test_of_downloads_emergencies_and_failures(self, session: Session, office: User) -> None:
        for persons in (3, 4):
            why = Why(DownloadReason.CHECK, "")
            record_download("명세서", why, persons=persons, actor=office.actor, now=MONDAY)
        access = make_access(now=MONDAY)
        failed = {"mark": "m", "way": "password", "reason": "wrong", "user_id": office.id, "address": "10.0.0.1"}
        session.add(FailedSignIn(**failed, first_at=MONDAY, last_at=MONDAY, times=6))
        session.flush()
        review = make_review(NOVEMBER)
        files = figure(review, Section.DOWNLOADS)
        assert (files.user_name, files.count, files.persons) == ("박사무", 2, 7)
        assert figures(review, Section.EMERGENCIES) == {access.user_name: 1}
        assert figures(review, Section.SIGN_INS) == {"박사무": 6}
        for section in (Section.DOWNLOADS, Section.EMERGENCIES, Section.SIGN_INS):
            assert rows_behind(review, figure(review, section), 1).total in (1, 2)

    def test_open_the_rows_that_they_counted(self, session: Session, reader: User) -> None:
        case = make_paired(make_coordinator("박바다"))
        read(session, reader, case.household_id, moment=at(date(2026, 11, 22), time(3)), times=60)
        read(session, reader, case.household_id, moment=at(date(2026, 10, 22), time(3)))
        review = make_review(NOVEMBER)
        for section in (Section.VOLUME, Section.OFF_HOURS, Section.OTHER_AREAS, Section.ONE_PERSON):
            found = figure(review, section)
            assert (found.count, rows_behind(review, found, 1).total) == (60, 60)

    def test_leave_out_residents_and_other_months(self, session: Session, reader: User) -> None:
        read(session, reader, moment=at(date(2026, 12, 1), time(0)))
        read(session, reader, moment=at(date(2026, 10, 31), time(23, 59)))
        assert figures(make_review(NOVEMBER), Section.VOLUME) == {}


class TestRules:
    def test_what_is_usual_leaves_out_months_away(self) -> None:
        assert (usual([0, 30, 10]), usual([0, 0]), usual([])) == (20, None, None)

    @pytest.mark.parametrize(
        ("count", "own", "of_role", "out"),
        [(49, 1, 1, False), (50, 24, 1, True), (50, 25, 1, False), (90, None, 50, False), (101, None, 50, True)],
    )
    def test_what_stands_out(self, count: int, own: int | None, of_role: int, out: bool) -> None:
        assert stands_out(count, own, of_role) is out

    def test_a_month_has_as_many_spans_as_working_days(self) -> None:
        assert len(working_spans(NOVEMBER)) == 21


class TestSigning:
    def test_keeps_findings_and_freezes_all(self, session: Session, office: User) -> None:
        review = make_review(NOVEMBER)
        judged = FINE | {Section.VOLUME: Judged("두 배였음", "본인에게 물어봄")}
        sign_review(review, judged, actor=office.actor, now=DECEMBER)
        kept = {each.section: (each.finding, each.measure) for each in review.findings}
        assert (len(kept), kept[Section.VOLUME]) == (len(Section), ("두 배였음", "본인에게 물어봄"))
        with pytest.raises(Conflict):
            sign_review(review, judged, actor=office.actor, now=DECEMBER)
        review.signed_by_name = "다른 사람"
        with pytest.raises(FrozenRow):
            session.flush()

    def test_wants_words_of_each_section(self, office: User) -> None:
        with pytest.raises(DomainError):
            sign_review(make_review(NOVEMBER), FINE | {Section.SIGN_INS: Judged("")}, actor=office.actor, now=DECEMBER)

    def test_is_nothing_for_others(self, reader: User) -> None:
        with pytest.raises(Forbidden):
            sign_review(make_review(NOVEMBER), FINE, actor=reader.actor, now=DECEMBER)

    def test_that_nobody_does_is_an_alarm_once(self, session: Session, office: User, client: PortalClient) -> None:
        review, days = make_review(NOVEMBER, now=DECEMBER), timedelta(days=10)
        assert [raise_alarms(DECEMBER + after) for after in (days, days + timedelta(hours=1), days * 2)] == [0, 1, 0]
        with client.application.test_request_context():
            (told,) = UNSIGNED.items(Desk(office.actor, DECEMBER))
        assert (told.since, told.due) == (DECEMBER, DECEMBER + days)
        sign_review(review, FINE, actor=office.actor, now=DECEMBER + days * 2)
        with client.application.test_request_context():
            assert list(UNSIGNED.items(Desk(office.actor, DECEMBER))) == []


class TestScreens:
    def test_are_signed_by_section_and_leave_as_pdf(
        self, client: PortalClient, session: Session, office: User, reader: User
    ) -> None:
        read(session, reader, times=3)
        review = make_review(NOVEMBER)
        session.commit()
        page = f"/reviews/{review.id}"
        with time_machine.travel(DECEMBER, tick=False):
            client.sign_in(office.id)
            found = figure(review, Section.VOLUME)
            assert f'href="/reviews/figures/{found.id}"' in client.get(page).get_data(as_text=True)
            behind = client.get(f"/reviews/figures/{found.id}").get_data(as_text=True)
            assert "10.0.0.1" in behind
            assert "Link(" not in behind
            typed = {f"{section}_finding": "이상 없음" for section in Section}
            refused = client.post(page, data=typed | {"volume_finding": "", "volume_measure": "물어봄"})
            assert (refused.status_code, "물어봄" in refused.get_data(as_text=True)) == (422, True)
            assert client.get(f"{page}/file").status_code == 404
            assert client.post(page, data=typed).location == page
            assert "박사무 님이" in client.get(page).get_data(as_text=True)
            asked = client.get(f"{page}/file").location
            fetched = client.post(asked, data={"reason": "keeping", "note": ""}).location
            assert client.get(fetched).get_data().startswith(b"%PDF")
            assert "서명함" in client.get("/reviews").get_data(as_text=True)


def test_it_goes_with_the_entries_that_it_judged(session: Session, office: User, reader: User) -> None:
    read(session, reader, times=2)
    old, young = make_review(NOVEMBER, now=NOW), make_review(NOVEMBER.replace(month=10), now=NOW + timedelta(days=400))
    sign_review(old, FINE, actor=office.actor, now=NOW)
    assert old.figures != []
    young_id = young.id
    session.commit()
    destroy_what_is_over(NOW + timedelta(days=729))
    assert len(session.scalars(select(AccessReview.id)).all()) == 2
    destroy_what_is_over(NOW + timedelta(days=733))
    assert session.scalars(select(AccessReview.id)).all() == [young_id]
    assert set(session.scalars(select(ReviewFigure.review_id))) <= {young_id}
    assert session.scalars(select(ReviewFinding.id)).all() == []
    gone = select(Destruction.table).where(Destruction.table.in_(("access_review", "review_figure", "review_finding")))
    assert len(session.scalars(gone).all()) == 3
