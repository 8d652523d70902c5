"""Pages of monitoring: the board, its lists, one household, policies with their editions."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.actions import close_case, pair_again
from portal.coordinators.caseload.states import ClosureReason
from portal.core.clock import at, day_of
from portal.core.editions import EditionState
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.monitoring.duties.actions import keep_all, load_policies
from portal.monitoring.duties.models import CareDuty, DutyExemption, DutyPolicy, DutyPolicyEdition
from portal.monitoring.duties.queries import duties_of_case
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyOutcome
from portal.monitoring.duties.tasks import tell_of_deadlines
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.agenda import waiting
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.duties import TASK, WEEKLY, make_duty, make_exemption, make_policy_edition

pytestmark = pytest.mark.on_sqlite

BOARD, DUTIES, POLICIES = "/monitoring", "/monitoring/duties", "/monitoring/policies"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(client: PortalClient, session: Session) -> User:
    user = make_staff(authenticator=True)
    client.sign_in(user.id)
    return user


class TestTheBoard:
    def test_shows_each_coordinator_and_every_figure_opens_its_rows(
        self, client: PortalClient, session: Session, office: User
    ) -> None:
        case = make_paired(make_coordinator("한지원"))
        make_duty(case, due_at=NOW - timedelta(days=2))
        page = client.get(BOARD).text
        assert "한지원" in page
        households = f"/households?coordinator={case.coordinator_id}"
        assert households in page
        assert case.household.number in client.get(households).text
        for view in ("contacts", "soon", "overdue"):
            address = f"{DUTIES}?view={view}&coordinator={case.coordinator_id}"
            assert address.replace("&", "&amp;") in page
            assert case.household.number in client.get(address).text

    def test_says_where_it_counts_no_further(
        self, client: PortalClient, session: Session, office: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        coordinator = make_coordinator("한지원")
        for _ in range(3):
            make_duty(make_paired(coordinator), due_at=NOW - timedelta(days=2))
        assert "2 이상" not in client.get(BOARD).text
        monkeypatch.setattr("portal.monitoring.duties.board.DUTIES_AT_MOST", 2)
        monkeypatch.setattr("portal.monitoring.duties.views.showing.DUTIES_AT_MOST", 2)
        assert "2 이상" in client.get(BOARD).text

    def test_tells_of_the_last_household_that_was_taken_over(
        self, client: PortalClient, session: Session, office: User
    ) -> None:
        case, other = make_paired(make_coordinator("한지원")), make_coordinator("박바다")
        pair_again(case, other.id, reason="쉼", handover_note="잘 부탁드립니다.", actor=OFFICE, now=NOW)
        assert f"/households/{case.household_id}" in client.get(BOARD).text

    def test_is_the_office_s_alone(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_coordinator().id)
        assert client.get(BOARD).status_code == 403


class TestTheLists:
    def test_a_coordinator_sees_only_their_own(self, client: PortalClient, session: Session) -> None:
        own, other = make_paired(make_coordinator("한지원")), make_paired(make_coordinator("박바다"))
        client.sign_in(own.coordinator_id)
        page = client.get(f"{DUTIES}?view=open&coordinator={other.coordinator_id}").text
        assert own.household.number in page
        assert other.household.number not in page
        assert client.get(f"/monitoring/households/{other.household_id}").status_code == 404

    def test_what_does_not_exist_counts_as_nothing_chosen(
        self, client: PortalClient, session: Session, office: User
    ) -> None:
        assert client.get(f"{DUTIES}?view=nothing&coordinator=nobody&page=x").status_code == 200
        assert client.get(f"{DUTIES}/nothing.xlsx").status_code == 404

    def test_a_file_is_fetched_by_whoever_says_why(self, client: PortalClient, session: Session, office: User) -> None:
        make_duty(due_at=NOW - timedelta(days=2))
        address = f"{DUTIES}/overdue.xlsx"
        assert client.get(address).location.startswith("/downloads/why")


class TestAHousehold:
    def test_shows_what_is_due_and_what_was_missed(self, client: PortalClient, session: Session, office: User) -> None:
        """Of an earlier care, too, once the household was paired again."""
        case = make_paired()
        make_duty(case, due_at=NOW - timedelta(days=9), ended_at=NOW, outcome=DutyOutcome.MISSED)
        close_case(case, ClosureReason.GOAL_MET, "좋아지심", actor=case.coordinator.actor, now=NOW)
        make_paired(person=case.person)
        for address in (f"/households/{case.household_id}", f"/monitoring/households/{case.household_id}"):
            page = client.get(address).text
            assert "놓침" in page
            assert "안부 연락" in page

    def test_is_exempted_with_a_reason_and_an_end(self, client: PortalClient, session: Session, office: User) -> None:
        case = make_paired()
        address = f"/monitoring/households/{case.household_id}/exempt"
        sent = {"act": "contact", "until_on": "2026-12-10", "reason": ""}
        refused = client.post(address, data=sent)
        assert refused.status_code == 422
        assert "면제하는 까닭을 적어 주십시오." in refused.text
        assert "2026-12-10" in refused.text
        assert client.post(address, data=sent | {"reason": "입원하심"}).status_code == 303
        page = client.get(f"/monitoring/households/{case.household_id}").text
        assert "입원하심" in page
        exemption = session.scalars(select(DutyExemption)).one()
        assert client.post(f"/monitoring/exemptions/{exemption.id}/end").status_code == 303
        session.expire_all()
        assert session.scalars(select(DutyExemption)).one().ended_at == NOW

    def test_a_task_ends_from_the_list_of_the_day(self, client: PortalClient, session: Session) -> None:
        make_policy_edition(TASK)
        case = make_paired()
        (entry,) = waiting(case.coordinator.actor, NOW, "duties")
        assert entry.item.what == "열쇠 확인"
        client.sign_in(case.coordinator_id)
        answer = client.post(entry.item.deeds[0].url, data={"back": "/today"})
        assert answer.location == "/today"
        assert waiting(case.coordinator.actor, NOW, "duties") == []


class TestTheInbox:
    def test_has_what_was_not_done_in_time_and_what_the_office_is_to_do(
        self, client: PortalClient, session: Session, office: User
    ) -> None:
        make_duty(due_at=NOW - timedelta(days=2))
        make_duty(act=DutyAct.TASK, task="예산 확인", by=DutyBy.OFFICE)
        page = client.get("/inbox?kind=duties").text
        assert "찾아가 뵙기" in page
        assert "예산 확인" in page


class TestWhoIsTold:
    def test_the_coordinator_before_and_the_office_after_a_deadline_once_each(
        self, session: Session, office: User
    ) -> None:
        case = make_paired()
        make_duty(case, due_at=NOW + timedelta(hours=5))
        make_duty(case, due_at=NOW - timedelta(hours=5), act=DutyAct.TASK, task="열쇠")
        tell_of_deadlines(NOW)
        tell_of_deadlines(NOW)
        told = session.execute(select(StaffNotice.matter, StaffNotice.user_id)).all()
        ours = [tuple(row) for row in told if row.matter in (Matter.DUTY, Matter.BREACH)]
        assert sorted(ours) == sorted([(Matter.DUTY, case.coordinator_id), (Matter.BREACH, office.id)])

    def test_before_the_weekend_what_runs_out_in_it(self, session: Session, office: User) -> None:
        friday = at(date(2026, 12, 4), time(17))
        case = make_paired()
        on_sunday = make_duty(case, due_at=at(date(2026, 12, 6), time(10)), in_hours=True)
        on_monday = make_duty(case, due_at=at(date(2026, 12, 7), time(11)), act=DutyAct.TASK, task="약", in_hours=True)
        on_tuesday = make_duty(case, due_at=at(date(2026, 12, 8), time(10)), act=DutyAct.TASK, task="열쇠")
        tell_of_deadlines(friday)
        assert (on_sunday.warned_at, on_monday.warned_at, on_tuesday.warned_at) == (friday, friday, None)
        tell_of_deadlines(at(date(2026, 12, 7), time(9)))
        assert on_tuesday.warned_at is not None

    def test_before_holidays_of_more_than_a_week_in_a_list_that_shows_it(self, session: Session, office: User) -> None:
        """The office closes on 2 October 2025 and opens on the 10th."""
        before = at(date(2025, 10, 2), time(17))
        make_duty(due_at=at(date(2025, 10, 10), time(12)), in_hours=True)
        tell_of_deadlines(before)
        mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "staff_duty")).one()
        assert untruth(mail, before) is None
        (notice,) = session.scalars(select(StaffNotice).where(StaffNotice.matter == Matter.DUTY))
        assert notice.url.endswith("view=open")

    def test_nobody_at_night(self, session: Session, office: User) -> None:
        make_duty(due_at=NOW - timedelta(hours=5))
        assert tell_of_deadlines(NOW + timedelta(hours=14)) == 0

    def test_a_mail_does_not_go_once_it_was_done(self, session: Session, office: User) -> None:
        duty = make_duty(due_at=NOW - timedelta(hours=5))
        tell_of_deadlines(NOW)
        mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "staff_breach")).first()
        assert mail is not None
        assert untruth(mail, NOW) is None
        duty.outcome, duty.ended_at = DutyOutcome.DONE, NOW
        session.flush()
        assert untruth(mail, NOW) is Unsent.ENDED


class TestPolicies:
    def test_are_opened_written_and_published_with_what_they_would_ask(
        self, client: PortalClient, session: Session, office: User
    ) -> None:
        case = make_paired()
        sent = {"name": "매주 전화", "code": "weekly", "starts_on": TODAY.isoformat()}
        edit = client.post(f"{POLICIES}/new", data=sent).location
        rule = {
            "duties-0-name": "매주", "duties-0-act": "contact", "duties-0-trigger": "every", "duties-0-amount": "7",
            "duties-0-unit": "days", "duties-0-by": "coordinator",
        }  # fmt: skip
        edition = client.post(edit, data=sent | rule | {"waiting_workdays": "3", "waiting_hours": "12"}).location
        publish = client.get(f"{edition}/publish").text
        assert "지금 돌보는 1가구를 모두 살펴보았습니다." in publish
        assert client.post(f"{edition}/publish").location == edition
        page = client.get(edition).text
        assert "시행 중" in page
        assert "모두 12시간까지 시계를 멈춥니다." in page
        keep_all(NOW)
        session.expire_all()
        contact = next(duty for duty in duties_of_case(case.id) if duty.act is DutyAct.CONTACT)
        assert day_of(contact.due_at) <= TODAY + timedelta(days=7)

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"duties-0-amount": "40"}, "이용자에게 약속한 30일보다 늦게 정할 수 없습니다."),
            ({"duties-0-unit": "hours"}, "시간으로 세는 것은 첫 방문뿐입니다."),
            ({"duties-0-name": ""}, "무엇이라고 부르는지 적어 주십시오."),
            ({"duties-0-act": "nonsense"}, "duties-0-act"),
            ({"waiting_workdays": "99"}, "1에서 10 사이로 적어 주십시오."),
            ({"waiting_hours": "73"}, "0에서 72 사이로 적어 주십시오."),
        ],
    )
    def test_what_cannot_be_followed_is_refused_and_what_was_typed_stays(
        self, client: PortalClient, session: Session, office: User, wrong: dict[str, str], said: str
    ) -> None:
        edition = make_policy_edition(WEEKLY, state=EditionState.DRAFT)
        sent = {
            "starts_on": "2026-12-01", "waiting_workdays": "3", "waiting_hours": "24", "duties-0-name": "매주",
            "duties-0-act": "contact", "duties-0-trigger": "every", "duties-0-amount": "7", "duties-0-unit": "days",
            "duties-0-by": "coordinator", "note": "회의에서 정함",
        }  # fmt: skip
        answer = client.post(f"/monitoring/editions/{edition.id}/edit", data=sent | wrong)
        assert answer.status_code == 422
        assert said in answer.text
        assert "회의에서 정함" in answer.text

    def test_a_published_edition_changes_no_more(self, client: PortalClient, session: Session, office: User) -> None:
        edition = make_policy_edition()
        at = f"/monitoring/editions/{edition.id}"
        assert [client.get(f"{at}/{page}").status_code for page in ("edit", "publish")] == [404, 404]
        assert client.get(at).status_code == 200

    def test_two_editions_stand_side_by_side(self, client: PortalClient, session: Session, office: User) -> None:
        policy = make_policy_edition().policy
        draft = make_policy_edition(WEEKLY, policy=policy, state=EditionState.DRAFT, starts_on=TODAY)
        page = client.get(f"{POLICIES}/{policy.id}/compare").text
        assert "매주" in page
        assert client.post(f"/monitoring/editions/{draft.id}/discard").status_code == 303

    def test_a_policy_ends_once(self, client: PortalClient, session: Session, office: User) -> None:
        policy = make_policy_edition().policy
        address = f"{POLICIES}/{policy.id}/end"
        assert client.post(address, data={"last_day": "2026-11-01"}).status_code == 422
        assert client.post(address, data={"last_day": "2026-12-31"}).status_code == 303
        assert client.post(address, data={"last_day": "2027-01-31"}).status_code == 422
        assert session.scalars(select(DutyPolicyEdition.ends_on)).one() == day_of(NOW).replace(month=12, day=31)

    def test_the_shipped_ones_are_added_where_they_are_missing(self, session: Session) -> None:
        load_policies(actor=OFFICE, now=NOW)
        load_policies(actor=OFFICE, now=NOW)
        assert sorted(session.scalars(select(DutyPolicy.code))) == ["gwanak_weekly", "mapo_consortium"]

    def test_a_coordinator_reads_what_is_asked_of_them(self, client: PortalClient, session: Session) -> None:
        edition = make_policy_edition(WEEKLY)
        client.sign_in(make_coordinator().id)
        assert "매주" in client.get(f"/monitoring/editions/{edition.id}").text
        assert client.get(f"{POLICIES}/new").status_code == 403


def test_an_exemption_is_made_only_for_the_office_s_eyes_to_end(client: PortalClient, session: Session) -> None:
    exemption = make_exemption()
    client.sign_in(make_coordinator().id)
    assert client.post(f"/monitoring/exemptions/{exemption.id}/end").status_code == 403
    assert session.scalars(select(CareDuty.id).limit(1)).first() is not None
