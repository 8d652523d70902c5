"""Staff hear of what waits for them, as each chose, and whoever is on call hears of what cannot wait."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.capacity.actions import close_day
from portal.consortium.meetings.actions import cancel_meeting
from portal.coordinators.referrals.actions import accept_referral, close_referral, decline_referral
from portal.coordinators.referrals.states import CancelledBy, DeclineReason
from portal.coordinators.requests.actions import ask
from portal.coordinators.requests.states import RequestKind
from portal.coordinators.visits.actions import cancel_visit
from portal.core.clock import at, day_of
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.duty.actions import add_shift, choose_pace, remove_shift
from portal.duty.models import StaffNotice
from portal.duty.queries import on_call_at, working
from portal.duty.states import Matter, Pace
from portal.duty.tasks import send_digests
from portal.extensions import db
from portal.monitoring.worries.actions import report_worry
from portal.notifications.models import OutboxMessage
from portal.residents.applications.states import Urgency
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, OFFICE, TODAY
from tests.factories.coordinators import make_paired
from tests.factories.meetings import make_meeting
from tests.factories.messages import make_shift
from tests.factories.referrals import Scene, make_referral, make_scene, make_visit
from tests.factories.residents import make_application
from tests.pages import words_of

pytestmark = pytest.mark.on_postgresql

TOMORROW = at(TODAY + timedelta(days=1), time(8, 40))
NIGHT = at(TODAY, time(21))


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def mails(kind: str) -> list[OutboxMessage]:
    db.session.flush()
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)))


def matters() -> set[Matter]:
    db.session.flush()
    return set(db.session.scalars(select(StaffNotice.matter)))


def worry_at(moment: datetime) -> None:
    told = {"dong_code": MANGWON, "whereabouts": "망원동", "what": "걱정", "reporter_name": "", "reporter_phone": ""}
    report_worry(**told, may_ask=False, now=moment)


class TestWhoHears:
    def test_the_office_of_an_urgent_application(self, session: Session) -> None:
        office, others = make_staff(), [make_staff(Role.COORDINATOR), make_staff(Role.AUDITOR)]
        make_application(now=NOW, urgency=Urgency.URGENT)
        (mail,) = mails("staff_urgent_application")
        assert mail.recipient == office.email
        assert not {other.email for other in others} & {mail.recipient}
        assert "홍길동" not in mail.body

    def test_nobody_of_one_that_can_wait(self, session: Session) -> None:
        make_staff()
        make_application(now=NOW, urgency=Urgency.NORMAL)
        assert matters() == set()

    def test_not_who_has_just_written_it_down(self, session: Session) -> None:
        office = make_staff()
        make_application(now=NOW, urgency=Urgency.URGENT, actor=office.actor)
        assert matters() == set()

    def test_the_office_of_a_worry(self, session: Session) -> None:
        make_staff()
        worry_at(NOW)
        assert [mail.subject for mail in mails("staff_worry")] == ["[돌봄이음] 걱정 소식이 들어왔습니다: 망원1동"]

    def test_the_coordinator_of_a_decline(self, scene: Scene) -> None:
        referral = make_referral(scene)
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
        assert len(mails("referral_answered")) == 1

    def test_the_coordinator_of_a_visit_that_the_resident_cancelled(self, scene: Scene) -> None:
        visit = make_visit(scene, scene.another_slot(days=10))
        cancel_visit(visit, CancelledBy.RESIDENT, actor=scene.resident, now=NOW)
        assert Matter.VISIT in matters()

    def test_whoever_is_asked_to_a_meeting_that_is_called_off(self, session: Session) -> None:
        office, asked = make_staff(), make_staff(Role.COORDINATOR)
        meeting = make_meeting(office.actor)
        meeting.attendees[0].user_id = asked.id
        cancel_meeting(meeting, actor=office.actor, now=NOW)
        assert asked.email in {mail.recipient for mail in mails("staff_meeting")}


class TestOnCall:
    def test_hears_by_text_at_night_and_at_once(self, session: Session) -> None:
        make_shift(make_staff(), ends_at=NIGHT + timedelta(hours=1))
        worry_at(NIGHT)
        (text,) = mails("on_call_worry")
        assert (text.recipient, text.not_before_at) == ("+821077776666", NIGHT)

    def test_hears_nothing_while_the_office_works(self, session: Session) -> None:
        make_shift(make_staff())
        worry_at(NOW + timedelta(hours=1))
        assert mails("on_call_worry") == []

    def test_nobody_is_texted_where_nobody_is_on_call(self, session: Session) -> None:
        worry_at(NIGHT)
        assert mails("on_call_worry") == []

    def test_a_promise_reaches_into_the_evening_of_whoever_is_on_call(self, session: Session) -> None:
        assert working().soonest(NOW) == at(TODAY, time(18))
        make_shift(make_staff())
        assert working().soonest(NOW) == at(TODAY, time(20))


class TestChoice:
    """Whatever is not urgent waits for the mail of the day of those who want it so, and stands among their notices."""

    def ask(self, kind: RequestKind) -> Callable[[Scene], object]:
        return lambda scene: ask(scene.person, kind, "장보기를 부탁드립니다", actor=scene.resident, now=NOW)

    def acts(self) -> dict[Matter, Callable[[Scene], object]]:
        return {
            Matter.REQUEST: self.ask(RequestKind.MORE_HELP),
            Matter.PRIVATE: self.ask(RequestKind.OTHER_COORDINATOR),
            Matter.HOUSEHOLD: lambda scene: make_paired(scene.line.plan.case.coordinator),
            Matter.BROKEN: self.rest,
        }

    def rest(self, scene: Scene) -> None:
        """The co-operative closes the day of a visit that is booked."""
        visit = make_visit(scene, scene.another_slot(days=5))
        close_day(visit.referral.organisation, day_of(visit.starts_at), "총회", actor=scene.worker, now=NOW)

    @pytest.mark.parametrize("matter", [Matter.REQUEST, Matter.PRIVATE, Matter.HOUSEHOLD, Matter.BROKEN])
    def test_is_kept(self, scene: Scene, matter: Matter) -> None:
        hearer = make_staff() if matter is Matter.PRIVATE else scene.line.plan.case.coordinator
        choose_pace(Pace.DAILY, actor=hearer.actor, now=NOW)
        self.acts()[matter](scene)
        db.session.flush()
        to_hearer = select(OutboxMessage).where(OutboxMessage.recipient == hearer.email)
        assert db.session.scalars(to_hearer).all() == []
        assert send_digests(TOMORROW) == 1
        (mail,) = db.session.scalars(to_hearer)
        assert f"- {matter.words}: " in mail.body

    def test_does_not_keep_back_what_is_urgent(self, session: Session) -> None:
        scene = make_scene(urgency=Urgency.URGENT)
        choose_pace(Pace.DAILY, actor=scene.coordinator, now=NOW)
        accept_referral(make_referral(scene), actor=scene.worker, now=NOW)
        assert len(mails("referral_answered")) == 1
        assert matters() == {Matter.ACCEPTED}


class TestDigest:
    def choose(self, scene: Scene) -> None:
        choose_pace(Pace.DAILY, actor=scene.coordinator, now=NOW)

    def decline(self, scene: Scene, **slot: int) -> None:
        referral = make_referral(scene, scene.another_slot(days=slot.get("days", 5)))
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)

    def test_gathers_the_day_in_one_mail_of_the_next_morning(self, scene: Scene) -> None:
        self.choose(scene)
        self.decline(scene, days=5)
        self.decline(scene, days=6)
        assert mails("referral_answered") == []
        assert [send_digests(moment) for moment in (NOW, TOMORROW, TOMORROW + timedelta(minutes=15))] == [0, 1, 0]
        (mail,) = mails("staff_digest")
        assert mail.subject == "[돌봄이음] 오늘 살펴볼 것 2건"
        assert mail.body.count("거절된 연계: 연계가 거절되었습니다") == 2

    def test_leaves_out_what_was_seen_to(self, scene: Scene) -> None:
        self.choose(scene)
        referral = make_referral(scene, scene.another_slot(days=5))
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
        close_referral(referral, actor=scene.coordinator, now=NOW)
        assert send_digests(TOMORROW) == 0

    def test_waits_over_a_weekend(self, scene: Scene) -> None:
        self.choose(scene)
        self.decline(scene)
        saturday = at(date(2026, 11, 28), time(9))
        assert send_digests(saturday) == 0
        assert send_digests(saturday + timedelta(days=2)) == 1

    def test_what_is_urgent_does_not_wait_for_it(self, session: Session) -> None:
        office = make_staff()
        choose_pace(Pace.DAILY, actor=office.actor, now=NOW)
        worry_at(NOW)
        assert len(mails("staff_worry")) == 1
        assert send_digests(TOMORROW) == 0


class TestRoster:
    def test_who_works_here_is_put_on_call_and_taken_off(self, session: Session) -> None:
        user = make_staff(Role.COORDINATOR)
        shift = add_shift(user.id, "+821011112222", NOW, NIGHT, actor=OFFICE, now=NOW)
        assert on_call_at(NOW) == shift
        remove_shift(shift, actor=OFFICE, now=NOW)
        assert on_call_at(NOW) is None

    @pytest.mark.parametrize(
        ("starts_at", "ends_at"),
        [(NOW, NOW), (NIGHT, NOW), (NOW - timedelta(days=2), NOW), (NOW, NOW + timedelta(days=40))],
    )
    def test_a_span_that_cannot_be_meant_is_refused(
        self, session: Session, starts_at: datetime, ends_at: datetime
    ) -> None:
        user = make_staff(Role.COORDINATOR)
        with pytest.raises(DomainError):
            add_shift(user.id, "+821011112222", starts_at, ends_at, actor=OFFICE, now=NOW)

    def test_the_later_of_two_shifts_counts(self, session: Session) -> None:
        make_shift(make_staff())
        later = make_shift(make_staff(Role.COORDINATOR), NOW + timedelta(hours=1))
        assert on_call_at(NOW + timedelta(hours=2)) == later


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("now")
class TestPages:
    def test_the_office_writes_a_shift(self, client: PortalClient, session: Session) -> None:
        office = make_staff(name="박사무")
        session.commit()
        client.sign_in(office.id)
        sent = {
            "user": str(office.id),
            "phone": "010-7777-6666",
            "first_on": "2026-11-23",
            "first_at": "09:00",
            "last_on": "2026-11-23",
            "ends_at": "20:00",
        }
        page = client.post("/roster", data=sent, follow_redirects=True).get_data(as_text=True)
        assert "지금 당직: 박사무 (010-7777-6666)" in words_of(page)

    def test_everybody_who_works_here_chooses(self, client: PortalClient, session: Session) -> None:
        worker = make_staff(Role.COORDINATOR)
        session.commit()
        client.sign_in(worker.id)
        page = client.post("/account/notices", data={"pace": "daily"}, follow_redirects=True)
        assert "알림 받는 방법을 저장했습니다." in page.get_data(as_text=True)
        assert client.get("/roster").status_code == 403
