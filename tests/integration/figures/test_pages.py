"""The pages of the figures, for the office and for the auditor, who reads figures and never persons."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.benefits.figures.actions import close_month, set_budget
from portal.benefits.figures.models import Budget, ClosedMonth, Restatement
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW, OFFICE, SEOGYO, TODAY, make_service
from tests.factories.ledger import CAP, make_charge, make_paying
from tests.factories.referrals import make_person, make_user

pytestmark = pytest.mark.on_postgresql

DAY = date(2026, 10, 6)
PAGES = (
    "/figures",
    "/figures/by/programme",
    "/figures/by/service",
    "/figures/by/organisation",
    "/figures/by/dong",
    "/figures/by/month",
    "/figures/rows?year=2026",
    "/figures/rows?year=2026&state=held",
    "/figures/near-cap",
    "/figures/never-billed",
    "/figures/shares",
    "/figures/months",
    "/figures/months/2026/10",
    "/figures/months/2026/9",
    "/figures/budgets",
)


@pytest.fixture
def charges(session: Session) -> Iterator[list[Charge]]:
    """Six persons in Mangwon, two in Seogyo; October is closed; one visit is booked and one account is full."""
    with time_machine.travel(NOW, tick=False):
        programme, service = make_paying(name="돌봄 사업"), make_service("cleaning", name="청소")
        people = [make_person(f"홍길{syllable}") for syllable in "가나다라마바"]
        people += [make_person(name, dong_code=SEOGYO) for name in ("김이웃", "박이웃")]
        made = [make_charge(person, None, service, programme, day=DAY) for person in people]
        close_month(DAY.replace(day=1), actor=OFFICE, now=NOW)
        make_charge(people[0], None, service, programme, day=DAY - timedelta(days=30))
        set_budget(programme, 2026, 1_000_000, note="본예산", actor=OFFICE, now=NOW)
        soon, left = TODAY + timedelta(days=2), CAP - 48_000
        make_charge(people[0], None, service, programme, day=soon, quantity=1, unit_price=left, state=ChargeState.HELD)
        yield made


def words(client: PortalClient, address: str) -> str:
    """What the page says, without its marks."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = answer.get_data(as_text=True).split("<main", 1)[1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


class TestOffice:
    @pytest.fixture(autouse=True)
    def signed_in(self, charges: list[Charge], client: PortalClient) -> None:
        client.sign_in(make_user(Role.OFFICE, "박사무").id)

    @pytest.mark.parametrize("address", PAGES)
    def test_opens_every_page(self, client: PortalClient, address: str) -> None:
        assert words(client, address)

    def test_every_figure_leads_to_rows_with_the_same_sum(self, client: PortalClient) -> None:
        page = client.get("/figures/by/dong").get_data(as_text=True)
        found = re.findall(r'href="(/figures/rows\?[^"]+)">([\d,]+)<', page)
        assert len(found) > 4
        for address, figure in found:
            assert figure in words(client, address.replace("&amp;", "&")), address

    def test_the_rows_name_people_masked(self, client: PortalClient) -> None:
        shown = words(client, "/figures/rows?year=2026&month=10")
        assert "홍*가" in shown
        assert "홍길가" not in shown

    def test_near_a_cap_a_person_is_named_with_what_is_left(self, client: PortalClient) -> None:
        assert "홍*가" in words(client, "/figures/near-cap")

    def test_sets_a_budget(self, client: PortalClient, charges: list[Charge]) -> None:
        address = f"/figures/budgets/{charges[0].programme_id}/2027"
        answer = client.post(address, data={"amount": "12,000,000", "note": "본예산"})
        assert answer.status_code == 303
        assert db.session.scalars(select(Budget.amount).where(Budget.year == 2027)).one() == 12_000_000
        assert "12,000,000" in words(client, "/figures/budgets?year=2027")

    def test_a_budget_needs_an_amount(self, client: PortalClient, charges: list[Charge]) -> None:
        address = f"/figures/budgets/{charges[0].programme_id}/2027"
        assert client.post(address, data={"amount": ""}).status_code == 422

    def test_closes_a_month_once(self, client: PortalClient) -> None:
        assert client.post("/figures/months/2026/9/close").status_code == 303
        assert client.post("/figures/months/2026/9/close").status_code == 409
        assert len(db.session.scalars(select(ClosedMonth)).all()) == 2
        events = set(db.session.scalars(select(AuditEntry.event)))
        assert {"month.close", "budget.set"} <= events

    def test_tells_a_later_change_with_its_reason(self, client: PortalClient, charges: list[Charge]) -> None:
        charges[0].amount = charges[0].support = 12_000
        db.session.commit()
        assert "마감한 뒤 바뀐 달" in words(client, "/figures")
        address = "/figures/months/2026/10/restate"
        assert client.post(address, data={"reason": ""}).status_code == 422
        assert client.post(address, data={"reason": "시간을 고쳤습니다."}).status_code == 303
        assert db.session.scalars(select(Restatement.reason)).one() == "시간을 고쳤습니다."
        shown = words(client, "/figures/months/2026/10")
        assert "정정 1" in shown
        assert "-12,000" in shown
        assert "정정 1" in words(client, "/figures/rows?year=2026&month=10&told=1")

    @pytest.mark.parametrize(
        "address",
        [
            "/figures?year=x",
            "/figures?year=1",
            "/figures/rows?month=13",
            "/figures/rows?service=nonsense",
            "/figures/rows?dong=nowhere",
            "/figures/rows?told=1",
            "/figures/rows?told=1&month=9",
            "/figures/months/2026/13",
            "/figures/months/2027/1",
            "/figures/months/2026/8",
            "/figures/rows?organisation=0190a000-0000-7000-8000-000000000000",
        ],
    )
    def test_what_cannot_be_meant_is_not_found(self, client: PortalClient, address: str) -> None:
        assert client.get(address).status_code == 404


class TestAuditor:
    @pytest.fixture(autouse=True)
    def signed_in(self, charges: list[Charge], client: PortalClient) -> None:
        client.sign_in(make_user(Role.AUDITOR, "최감사").id)

    @pytest.mark.parametrize("address", [*PAGES, "/figures/rows?year=2026&month=10&told=1"])
    def test_reads_figures_and_never_a_name(self, client: PortalClient, address: str) -> None:
        page = client.get(address).get_data(as_text=True)
        assert not re.search(r"홍\*|김\*|박\*|홍길|김이웃|박이웃|/households/", page)

    def test_counts_of_one_to_four_are_hidden_and_a_second_with_them(self, client: PortalClient) -> None:
        page = client.get("/figures/by/dong").get_data(as_text=True)
        assert (page.count("5 미만"), page.count("가림")) == (1, 1)

    def test_the_office_reads_the_counts_themselves(self, client: PortalClient) -> None:
        client.sign_in(make_user(Role.OFFICE, "박사무").id)
        assert "5 미만" not in words(client, "/figures/by/dong")

    def test_of_people_near_a_cap_it_reads_that_there_are_few(self, client: PortalClient) -> None:
        assert "5 미만" in words(client, "/figures/near-cap")

    @pytest.mark.parametrize("address", ["/figures/months/2026/9/close", "/figures/months/2026/10/restate"])
    def test_closes_nothing(self, client: PortalClient, address: str) -> None:
        assert client.post(address, data={"reason": "고침"}).status_code == 403
