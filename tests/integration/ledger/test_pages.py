"""The pages of the ledger: cards, balance, corrections, requests over the cap, limits, and a resident's own support."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import User
from portal.benefits.ledger.models import CapOverride
from portal.benefits.ledger.states import OverrideState
from portal.consortium.catalogue.models import Service
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import HowOften
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW, TODAY, make_service
from tests.factories.coordinators import make_office
from tests.factories.ledger import choose, make_edition, make_paying
from tests.factories.referrals import make_accepted, make_coordinator
from tests.integration.ledger.scenes import Paid, done, make_paid
from tests.pages import words_of

pytestmark = [pytest.mark.usefixtures("session"), pytest.mark.on_sqlite]


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def paid() -> Paid:
    """A household with a fifth to pay itself and 100,000 won a year."""
    return make_paid(others_own_percent=20, annual_cap=100_000)


@pytest.fixture
def coordinator(client: PortalClient, paid: Paid) -> PortalClient:
    assert paid.scene.coordinator.user_id is not None
    client.sign_in(paid.scene.coordinator.user_id)
    return client


@pytest.fixture
def office(client: PortalClient) -> tuple[PortalClient, User]:
    user = make_office()
    client.sign_in(user.id)
    return client, user


def covers_too(paid: Paid, service: Service) -> None:
    """A new edition pays another service, too, which is a line of the plan."""
    rules = paid.programme.editions[0].rules
    given = {"others_own_percent": rules.others_own_percent, "annual_cap": rules.annual_cap}
    make_edition(paid.programme, paid.scene.line.service, service, starts_on=TODAY, **given)
    line = PlanLine(
        plan=paid.scene.line.plan,
        position=2,
        service=service,
        need="끼니",
        goal="하루 한 끼",
        how_often=HowOften.WEEKLY,
        until_on=TODAY + timedelta(days=90),
    )
    db.session.add(line)
    db.session.flush()


def fill(paid: Paid, visits: int) -> None:
    for days in range(2, 2 + visits):
        paid.book(paid.scene.another_slot(days=days))


class TestBookingCard:
    def test_stands_where_a_time_is_chosen(self, coordinator: PortalClient, paid: Paid) -> None:
        shown = coordinator.get(f"/referrals/lines/{paid.scene.line.id}").text
        assert "한 번 이용하면" in shown
        assert "24,000원 = 2 × 12,000원 (시간)" in shown
        assert "이용 전 100,000원 → 이용 뒤 80,800원" in shown
        assert "24,000원 · 본인 부담 4,800원 · 지원 19,200원" in shown

    def test_stands_beside_the_button_that_books(self, coordinator: PortalClient, paid: Paid) -> None:
        referral = make_accepted(paid.scene)
        assert "한 번 이용하면" in coordinator.get(f"/referrals/{referral.id}").text

    def test_tells_what_is_missing_and_what_would_fit_instead(self, coordinator: PortalClient, paid: Paid) -> None:
        referral = make_accepted(paid.scene)
        fill(paid, 5)
        covers_too(paid, make_service("meal", amount=2_000, name="도시락", unit="식", duration_minutes=30))
        shown = coordinator.get(f"/referrals/{referral.id}").text
        assert "15,200원이 모자라 이대로는 예약되지 않습니다." in shown
        assert "amount=15200" in shown
        assert "도시락 1 × 식" in shown
        assert "2번" in shown

    def test_offers_fewer_hours_where_they_fit(self, coordinator: PortalClient, paid: Paid) -> None:
        fill(paid, 4)
        referral = make_accepted(paid.scene)
        shown = coordinator.get(f"/referrals/{referral.id}").text
        assert "이용 전 23,200원 → 이용 뒤 4,000원" in shown
        assert "청소 1 × 시간" in shown

    def test_says_when_it_is_used_up(self, coordinator: PortalClient, paid: Paid) -> None:
        for days in (2, 12, 22, 31):
            paid.book(paid.scene.another_slot(days=days))
        referral = make_accepted(paid.scene)
        page = words_of(coordinator.get(f"/referrals/{referral.id}").text)
        assert "이 속도면 12월 26일 토요일쯤 다 씁니다." in page

    def test_says_nothing_of_it_before_there_is_a_pace(self, coordinator: PortalClient, paid: Paid) -> None:
        fill(paid, 4)
        referral = make_accepted(paid.scene)
        assert "이 속도면" not in coordinator.get(f"/referrals/{referral.id}").text

    def test_where_nobody_else_pays_shows_the_price_alone(self, coordinator: PortalClient, paid: Paid) -> None:
        choose(paid.scene.line, None, now=NOW + timedelta(minutes=1))
        shown = coordinator.get(f"/referrals/lines/{paid.scene.line.id}").text
        assert "24,000원 = 2 × 12,000원 (시간)" in shown
        assert "남은 지원" not in shown

    def test_over_the_cap_the_booking_is_refused_in_words(self, coordinator: PortalClient, paid: Paid) -> None:
        referral = make_accepted(paid.scene)
        fill(paid, 5)
        answer = coordinator.post(f"/visits/book/{referral.id}", data={"agreed": ""})
        assert answer.status_code == 409
        assert "올해 남은 지원은 4,000원인데 19,200원이 더 듭니다." in answer.text
        assert paid.amounts() == (96_000, 0)


class TestBalance:
    def test_shows_the_meter_in_words_the_visits_and_the_movements(self, coordinator: PortalClient, paid: Paid) -> None:
        visit = paid.book()
        done(paid, visit)
        shown = coordinator.get(f"/support/households/{paid.scene.person.household_id}").text
        assert "100,000원 가운데 19,200원을 썼고, 80,800원 남았습니다." in shown
        assert "예약을 모두 더하면 0원, 이용을 모두 더하면 19,200원입니다." in shown
        assert "예약에 잡음" in shown
        assert "이용으로 씀" in shown

    def test_is_nobodys_who_does_not_accompany_the_household(self, client: PortalClient, paid: Paid) -> None:
        client.sign_in(make_coordinator("김다른").id)
        assert client.get(f"/support/households/{paid.scene.person.household_id}").status_code == 404

    def test_stands_in_short_on_the_page_of_the_household(self, coordinator: PortalClient, paid: Paid) -> None:
        paid.book()
        shown = coordinator.get(f"/households/{paid.scene.person.household_id}").text
        assert "지원 잔액" in shown
        assert "80,800원 남았습니다" in shown


class TestCorrections:
    def test_the_office_corrects_a_quantity(self, office: tuple[PortalClient, User], paid: Paid) -> None:
        client, _user = office
        charge = paid.charge(paid.book())
        path = f"/support/charges/{charge.id}/adjust"
        assert "24,000원" in client.get(path).text
        answer = client.post(path, data={"quantity": "1", "support": "", "reason": "한 시간만 했습니다."})
        assert answer.status_code == 303
        assert paid.amounts() == (9_600, 0)

    def test_without_a_reason_nothing_changes(self, office: tuple[PortalClient, User], paid: Paid) -> None:
        client, _user = office
        charge = paid.charge(paid.book())
        answer = client.post(f"/support/charges/{charge.id}/adjust", data={"quantity": "1", "reason": ""})
        assert answer.status_code == 422
        assert paid.amounts() == (19_200, 0)

    def test_over_the_cap_is_refused(self, office: tuple[PortalClient, User], paid: Paid) -> None:
        client, _user = office
        charge = paid.charge(paid.book())
        answer = client.post(f"/support/charges/{charge.id}/adjust", data={"quantity": "40", "reason": "오타"})
        assert answer.status_code == 422
        assert "올해 남은 지원은 80,800원인데" in answer.text

    def test_a_coordinator_lets_the_resident_pay_one_visit(self, coordinator: PortalClient, paid: Paid) -> None:
        charge = paid.charge(paid.book())
        path = f"/support/charges/{charge.id}/payer"
        assert paid.programme.name in coordinator.get(path).text
        answer = coordinator.post(path, data={"programme": "nobody", "reason": "이용자가 원하십니다."})
        assert answer.status_code == 303
        assert paid.amounts() == (0, 0)
        db.session.refresh(charge)
        assert (charge.own_share, charge.support) == (24_000, 0)

    def test_another_programme_holds_what_the_first_gave_back(self, coordinator: PortalClient, paid: Paid) -> None:
        charge = paid.charge(paid.book())
        other = Paid(paid.scene, make_paying(paid.scene.line.service))
        reason = "새 사업이 맞습니다."
        data = {"programme": str(other.programme.id), "reason": reason}
        assert coordinator.post(f"/support/charges/{charge.id}/payer", data=data).status_code == 303
        assert (paid.amounts(), other.amounts()) == ((0, 0), (24_000, 0))


class TestOverCap:
    def ask(self, client: PortalClient, paid: Paid, amount: str = "15200", reason: str = "수술 뒤 회복") -> CapOverride:
        path = f"/support/households/{paid.scene.person.household_id}/ask/{paid.programme.id}/2026"
        assert 'value="15200"' in client.get(f"{path}?amount=15200").text
        answer = client.post(path, data={"over": "whole", "amount": amount, "reason": reason})
        assert answer.status_code == 303
        return db.session.scalars(select(CapOverride)).one()

    def test_is_asked_decided_by_another_within_a_limit_and_then_fits(
        self, client: PortalClient, coordinator: PortalClient, paid: Paid
    ) -> None:
        fill(paid, 5)
        asked = self.ask(coordinator, paid)
        assert "수술 뒤 회복" in coordinator.get("/support/overrides").text
        first, second = make_office(), make_office()
        client.sign_in(first.id)
        refused = client.post(f"/support/overrides/{asked.id}", data={"grant": "yes", "note": ""})
        assert refused.status_code == 422
        assert "승인할 수 있는 금액은 0원" in refused.text
        limit = {"user": str(second.id), "amount": "50,000", "from_on": TODAY.isoformat()}
        assert client.post("/support/limits", data=limit).status_code == 303
        client.sign_in(second.id)
        assert "50,000" in client.get("/support/limits").text
        assert "승인하기" in client.get(f"/support/overrides/{asked.id}").text
        granted = client.post(f"/support/overrides/{asked.id}", data={"grant": "yes", "note": "확인했습니다."})
        assert granted.status_code == 303
        db.session.refresh(asked)
        assert asked.state is OverrideState.GRANTED
        paid.book()
        assert paid.balance().remaining == 0
        assert paid.balance().used == 115_200

    def test_whoever_asked_cannot_decide(self, office: tuple[PortalClient, User], paid: Paid) -> None:
        client, user = office
        asked = self.ask(client, paid)
        assert "승인하기" not in client.get(f"/support/overrides/{asked.id}").text
        answer = client.post(f"/support/overrides/{asked.id}", data={"grant": "yes", "note": ""})
        assert answer.status_code == 422
        assert "다른 직원이 결정" in answer.text
        assert asked.requested_by_id == user.id

    def test_a_refusal_needs_words(self, client: PortalClient, coordinator: PortalClient, paid: Paid) -> None:
        asked = self.ask(coordinator, paid)
        client.sign_in(make_office().id)
        assert client.post(f"/support/overrides/{asked.id}", data={"refuse": "yes", "note": ""}).status_code == 422
        data = {"refuse": "yes", "note": "다른 사업을 먼저 찾아 주십시오."}
        assert client.post(f"/support/overrides/{asked.id}", data=data).status_code == 303
        assert "다른 사업을 먼저" in client.get(f"/support/overrides/{asked.id}").text

    def test_can_be_taken_back(self, coordinator: PortalClient, paid: Paid) -> None:
        asked = self.ask(coordinator, paid)
        assert coordinator.post(f"/support/overrides/{asked.id}/withdraw").status_code == 303
        assert "거둠" in coordinator.get("/support/overrides?decided=1").text

    def test_nobody_sets_their_own_limit(self, office: tuple[PortalClient, User]) -> None:
        client, user = office
        make_office()
        data = {"user": str(user.id), "amount": "50000", "from_on": TODAY.isoformat()}
        assert client.post("/support/limits", data=data).status_code == 422


class TestResident:
    def test_sees_what_is_left_and_what_to_pay_beside_the_next_visit(self, client: PortalClient, paid: Paid) -> None:
        visit = paid.book()
        assert paid.scene.resident.user_id is not None
        client.sign_in(paid.scene.resident.user_id)
        home = " ".join(client.get("/my").text.split())
        assert "내가 낼 돈 4,800원 · 올해 남은 지원 80,800원" in home
        assert "올해 내 지원" in home
        assert "내가 낼 돈은 4,800원입니다." in client.get(f"/my/visits/{visit.id}").text
        mine = client.get("/support/mine").text
        assert "앞으로 올 방문" in mine
        assert "내가 낼 돈 4,800원" in mine

    def test_who_never_had_support_is_told_so(self, client: PortalClient, paid: Paid) -> None:
        assert paid.scene.resident.user_id is not None
        client.sign_in(paid.scene.resident.user_id)
        assert "올해 지원받은 것이 없습니다." in client.get("/support/mine").text


def test_a_co_operative_sees_what_to_ask_the_resident_for(client: PortalClient, paid: Paid) -> None:
    visit = paid.book()
    assert paid.scene.worker.user_id is not None
    client.sign_in(paid.scene.worker.user_id)
    shown = client.get(f"/visits/{visit.id}").text
    assert "본인 부담" in shown
    assert "4,800원" in shown
    assert "지원 잔액 보기" not in shown
