"""The pages of the settlement, as the office and the co-operatives use them."""

import io
from datetime import datetime

import pytest
from hwpx import validate_package
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.benefits.settlement.models import BankAccount, Dispute, SettlementRun, Statement
from portal.benefits.settlement.queries import lines_of
from portal.benefits.settlement.states import AccountState, DisputeState, RunState, StatementState
from portal.benefits.settlement.tasks import draw_waiting_months, set_papers
from portal.consortium.members.models import Organisation
from portal.core import clock
from portal.core.permissions import Role
from portal.documents.models import StoredDocument
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import make_organisation, make_service
from tests.factories.ledger import make_paying
from tests.factories.settlement import ACCOUNT, NOVEMBER, approve, draw, make_account, make_charges, submit

pytestmark = pytest.mark.on_sqlite

MONTH = "/settlement/months/2026-10"


@pytest.fixture
def person(session: Session) -> User:
    return make_user(Role.OFFICE, name="한지원")


@pytest.fixture
def organisation(session: Session) -> Organisation:
    return make_organisation("울림두레돌봄")


@pytest.fixture
def worker(organisation: Organisation) -> User:
    return make_user(Role.COOPERATIVE, name="박조합", organisation_id=organisation.id)


@pytest.fixture
def statement(organisation: Organisation) -> Statement:
    service = make_service(amount=16_000)
    make_charges(organisation, 3, service=service, programme=make_paying(service), own_percent=30)
    return draw(organisation)


def path(statement: Statement) -> str:
    return f"/settlement/statements/{statement.id}"


class TestDrawUp:
    def test_is_asked_for_and_done_in_the_background(
        self, client: PortalClient, person: User, organisation: Organisation, session: Session
    ) -> None:
        make_charges(organisation, 2)
        assert "2026년 10월" in read(client, person, "/settlement")
        send(client, person, f"{MONTH}/draw")
        assert "차례를 기다림" in read(client, person, MONTH)
        assert draw_waiting_months(clock.now()) == 1
        run = session.scalars(select(SettlementRun)).one()
        assert (run.state, run.done, run.total) == (RunState.DONE, 1, 1)
        assert "울림두레돌봄" in read(client, person, MONTH)

    def test_is_refused_while_it_runs(self, client: PortalClient, person: User) -> None:
        send(client, person, f"{MONTH}/draw")
        assert "이미 만들고 있습니다" in send(client, person, f"{MONTH}/draw", 409)

    def test_knows_no_other_months(self, client: PortalClient, person: User) -> None:
        read(client, person, "/settlement/months/2026-13", 404)


class TestTheCourse:
    def test_of_a_statement(
        self, client: PortalClient, person: User, worker: User, statement: Statement, session: Session
    ) -> None:
        assert "금67,200원(금육만칠천이백원)" in read(client, worker, path(statement))
        send(client, worker, f"{path(statement)}/check")
        send(client, worker, f"{path(statement)}/submit")
        assert "승인하기" in read(client, person, MONTH)
        assert "67,200원" in read(client, person, f"{path(statement)}/approve")
        send(client, person, f"{path(statement)}/approve")
        make_account(statement.organisation)
        assert "이체" in read(client, person, f"{MONTH}/pay")
        send(client, person, f"{MONTH}/pay", paid_on=f"{clock.day_of(clock.now()):%Y-%m-%d}")
        session.refresh(statement)
        assert statement.state is StatementState.PAID
        assert "지급했습니다" in read(client, worker, path(statement))

    def test_back_and_forth(
        self, client: PortalClient, person: User, worker: User, statement: Statement, session: Session
    ) -> None:
        send(client, worker, f"{path(statement)}/check")
        send(client, worker, f"{path(statement)}/uncheck")
        send(client, worker, f"{path(statement)}/check")
        read(client, person, f"{path(statement)}/return")
        send(client, person, f"{path(statement)}/return", 422, reason="")
        send(client, person, f"{path(statement)}/return", reason="수량을 봐 주십시오.")
        assert "수량을 봐 주십시오." in read(client, worker, path(statement))

    def test_own_work_is_not_approved(self, client: PortalClient, statement: Statement) -> None:
        submit(statement)
        assert "다른 직원" in send(client, statement.drawn_by, f"{path(statement)}/approve", 422)

    def test_is_nobody_elses(self, client: PortalClient, statement: Statement) -> None:
        other = make_user(Role.COOPERATIVE, organisation_id=make_organisation().id)
        read(client, other, path(statement), 404)
        send(client, other, f"{path(statement)}/check", 404)
        assert statement.number not in read(client, other, "/settlement/mine")

    def test_stands_on_the_own_list(self, client: PortalClient, worker: User, statement: Statement) -> None:
        assert statement.number in read(client, worker, "/settlement/mine")


class TestDisputes:
    def test_are_raised_handed_over_and_settled(
        self, client: PortalClient, person: User, worker: User, statement: Statement, session: Session
    ) -> None:
        line = lines_of(statement)[0]
        assert line.masked_name in read(client, worker, f"/settlement/lines/{line.id}/dispute")
        send(client, worker, f"/settlement/lines/{line.id}/dispute", 422, reason="", must_act="office")
        send(client, worker, f"/settlement/lines/{line.id}/dispute", reason="세 시간입니다.", must_act="office")
        dispute = session.scalars(select(Dispute)).one()
        assert "세 시간입니다." in read(client, worker, path(statement))
        assert "세 시간입니다." in read(client, person, "/settlement/disputes")
        read(client, person, f"/settlement/disputes/{dispute.id}/hand-over")
        send(client, person, f"/settlement/disputes/{dispute.id}/hand-over", must_act="coordinator")
        answer = f"/settlement/disputes/{dispute.id}/settle"
        assert "세 시간입니다." in read(client, person, answer)
        send(client, person, answer, 422, outcome="corrected", note="기록을 보았습니다.")
        send(client, person, answer, outcome="corrected", quantity="3", note="기록을 보았습니다.")
        session.refresh(dispute)
        assert dispute.state is DisputeState.SETTLED
        assert "기록을 보았습니다." in read(client, person, path(statement))

    def test_may_be_taken_back(
        self, client: PortalClient, worker: User, statement: Statement, session: Session
    ) -> None:
        line = lines_of(statement)[0]
        send(client, worker, f"/settlement/lines/{line.id}/dispute", reason="세 시간입니다.", must_act="office")
        dispute = session.scalars(select(Dispute)).one()
        send(client, worker, f"/settlement/disputes/{dispute.id}/withdraw")
        session.refresh(dispute)
        assert dispute.state is DisputeState.SETTLED


class TestAccounts:
    def test_are_named_by_one_and_confirmed_by_another(
        self, client: PortalClient, person: User, worker: User, organisation: Organisation, session: Session
    ) -> None:
        own = f"/settlement/accounts/of/{organisation.id}"
        client.sign_in(worker.id)
        assert client.get("/settlement/mine/account").location == own
        send(client, worker, own, 422, bank="농협", number="12", holder="조합")
        send(client, worker, own, bank="농협", number=ACCOUNT, holder="조합")
        page = read(client, worker, own)
        assert "********6789" in page
        assert "110123456789" not in page
        account = session.scalars(select(BankAccount)).one()
        assert "********6789" in read(client, person, "/settlement/accounts")
        address = f"/settlement/accounts/{account.id}/confirm"
        read(client, person, address)
        send(client, person, address, 422, number="110-123-456788", note="통장 사본")
        send(client, person, address, number=ACCOUNT, note="통장 사본")
        session.refresh(account)
        assert account.state is AccountState.CURRENT

    def test_are_sent_back(
        self, client: PortalClient, person: User, organisation: Organisation, session: Session
    ) -> None:
        account = make_account(organisation, confirmed=False)
        read(client, person, f"/settlement/accounts/{account.id}/refuse")
        send(client, person, f"/settlement/accounts/{account.id}/refuse", note="예금주가 다릅니다.")
        assert "예금주가 다릅니다." in read(client, person, f"/settlement/accounts/of/{organisation.id}")

    def test_of_others_are_not_found(self, client: PortalClient, worker: User) -> None:
        read(client, worker, f"/settlement/accounts/of/{make_organisation().id}", 404)


def fetch(client: PortalClient, user: User, page: str, kind: str) -> bytes:
    """The file, after saying why."""
    client.sign_in(user.id)
    answer = client.post(f"{page}/download", data={"kind": kind, "reason": "audit", "note": "정기 점검"})
    assert answer.status_code == 303
    response = client.get(answer.location)
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    data: bytes = response.get_data()
    response.close()
    return data


class TestFiles:
    def test_of_a_statement(self, client: PortalClient, worker: User, statement: Statement, session: Session) -> None:
        assert fetch(client, worker, path(statement), "pdf").startswith(b"%PDF")
        assert validate_package(fetch(client, worker, path(statement), "hwpx")).ok
        book = load_workbook(io.BytesIO(fetch(client, worker, path(statement), "xlsx")))
        first = [cell.value for cell in book.worksheets[0][2]]
        assert first[2] == datetime(2026, 10, 1)  # noqa: DTZ001 as a spreadsheet has it
        assert first[8:14] == [2, "시간", 16_000, 32_000, 9_600, 22_400]
        downloads = select(AuditEntry).where(AuditEntry.event == "statement.download").order_by(AuditEntry.id)
        entries = session.scalars(downloads).all()
        assert [entry.details["kind"] for entry in entries] == ["pdf", "hwpx", "xlsx"]
        assert {entry.details["reason"] for entry in entries} == {"audit"}

    def test_need_a_reason(self, client: PortalClient, worker: User, statement: Statement) -> None:
        client.sign_in(worker.id)
        asked = client.get(f"{path(statement)}/file/pdf")
        assert asked.location == f"/downloads/why?to={path(statement)}/file/pdf"
        send(client, worker, f"{path(statement)}/download", 422, kind="pdf")
        send(client, worker, f"{path(statement)}/download", 422, kind="pdf", reason="other")
        read(client, worker, f"{path(statement)}/download")

    def test_a_grant_is_for_one_file(self, client: PortalClient, worker: User, statement: Statement) -> None:
        fetch(client, worker, path(statement), "xlsx")
        asked = client.get(f"{path(statement)}/file/pdf")
        assert asked.location == f"/downloads/why?to={path(statement)}/file/pdf"
        assert client.get(f"/downloads/why?to={path(statement)}/file/exe").status_code == 404

    def test_of_an_approved_one_are_made_once(self, client: PortalClient, worker: User, statement: Statement) -> None:
        approve(statement)
        assert fetch(client, worker, path(statement), "pdf") == fetch(client, worker, path(statement), "pdf")

    def test_of_an_approved_one_are_ready_before_anybody_asks(
        self, client: PortalClient, worker: User, statement: Statement, session: Session
    ) -> None:
        approve(statement)
        session.commit()
        assert (set_papers(clock.now()), set_papers(clock.now())) == (1, 0)
        (kept,) = session.scalars(select(StoredDocument))
        assert len(fetch(client, worker, path(statement), "pdf")) == kept.size

    def test_of_a_month(self, client: PortalClient, person: User, statement: Statement) -> None:
        approve(statement)
        make_account(statement.organisation)
        book = load_workbook(io.BytesIO(fetch(client, person, MONTH, "xlsx")))
        assert [sheet.max_row for sheet in book.worksheets] == [3, 5]
        for kind, encoding in (("bank", "utf-8-sig"), ("bank-cp949", "cp949")):
            text = fetch(client, person, MONTH, kind).decode(encoding)
            assert f"국민은행,110123456789,울림두레돌봄,67200,돌봄10월정산,{statement.number}" in text
        assert "국민은행" in read(client, person, f"{MONTH}/download")

    def test_for_a_bank_are_refused_where_they_are_asked_for(
        self, client: PortalClient, person: User, statement: Statement
    ) -> None:
        """A letter that CP949 lacks is told on the form, not by a page instead of the file."""
        approve(statement)
        statement.organisation.name = "울림😀두레"
        make_account(statement.organisation)
        page = send(client, person, f"{MONTH}/download", 422, kind="bank-cp949", reason="payment")
        assert "CP949 파일에 쓸 수 없는 글자가 있습니다: 😀" in page
        assert "😀" in fetch(client, person, MONTH, "bank").decode("utf-8-sig")

    def test_for_a_bank_keep_zeros_in_a_spreadsheet_program(
        self, client: PortalClient, person: User, statement: Statement
    ) -> None:
        approve(statement)
        make_account(statement.organisation, number="00110123456789")
        book = CalamineWorkbook.from_filelike(io.BytesIO(fetch(client, person, MONTH, "bank-xlsx")))
        head, transfer = book.get_sheet_by_index(0).to_python()
        assert head[:2] == ["입금은행", "입금계좌번호"]
        assert transfer == ["국민은행", "00110123456789", "울림두레돌봄", 67_200, "돌봄10월정산", statement.number]

    def test_a_bank_gets_nothing_unapproved_or_without_account(
        self, client: PortalClient, person: User, statement: Statement
    ) -> None:
        assert fetch(client, person, MONTH, "bank").decode("utf-8-sig").count("\r\n") == 1
        approve(statement)
        assert fetch(client, person, MONTH, "bank").decode("utf-8-sig").count("\r\n") == 1


class TestReconciliation:
    def test_says_what_waits(self, client: PortalClient, person: User, organisation: Organisation) -> None:
        make_charges(organisation, 2)
        assert "명세서를 다시 만들면 들어감" in read(client, person, "/settlement/reconciliation?month=2026-10")

    def test_of_nothing_is_fine(self, client: PortalClient, person: User) -> None:
        assert "1원까지 맞습니다" in read(client, person, "/settlement/reconciliation")

    def test_of_a_month_without_statements(self, client: PortalClient, person: User) -> None:
        assert "아직 만든 명세서가 없습니다" in read(client, person, f"/settlement/months/{NOVEMBER:%Y-%m}")
