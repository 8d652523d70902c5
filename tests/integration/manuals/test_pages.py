"""The pages of the manuals, as each reader and writer uses them."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.persons import author_code
from portal.core import clock
from portal.core.permissions import Role
from portal.documents.models import StoredDocument
from portal.manuals.actions.issuing import release_due
from portal.manuals.models import ManualEdition
from portal.manuals.queries import edition_in_force, edition_to_come, get_manual
from portal.manuals.rules import a_year_after
from portal.manuals.states import ManualEditionState
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.manuals import MORNING, make_draft, make_user, publish
from tests.unit.documents.reading import in_order, text_of

pytestmark = pytest.mark.on_sqlite


def today() -> date:
    return clock.day_of(clock.now())


@dataclass
class People:
    author: User
    reviewer: User
    office: User
    worker: User


@pytest.fixture
def people(session: Session) -> People:
    return People(
        author=make_user("김하늘", Role.COORDINATOR),
        reviewer=make_user("이바다", Role.COORDINATOR),
        office=make_user("한지원", Role.OFFICE),
        worker=make_user("오세라", Role.COOPERATIVE),
    )


@pytest.fixture
def issued(people: People, session: Session) -> ManualEdition:
    return publish(make_draft(people.author.actor), people.reviewer.actor, people.office.actor)


class TestReading:
    def test_co_operatives_read_the_edition_in_force(
        self, client: PortalClient, people: People, issued: ManualEdition
    ) -> None:
        assert "청소 서비스 업무 매뉴얼" in read(client, people.worker, "/manuals")
        page = read(client, people.worker, "/manuals/cleaning")
        assert "집을 안전하게 청소합니다." in page
        assert "1. 인사" in page
        assert "새 판 쓰기" not in page

    def test_drafts_are_hidden_from_them(self, client: PortalClient, people: People, issued: ManualEdition) -> None:
        send(client, people.author, "/manuals/cleaning/new-edition", size="minor", change_note="더위")
        assert "준비하는 판 보기" not in read(client, people.worker, "/manuals/cleaning")
        read(client, people.worker, "/manuals/cleaning/editions/2", 404)
        read(client, people.worker, "/manuals/cleaning/editions/2/purpose/edit", 403)
        assert "쓰는 중" in read(client, people.author, "/manuals/cleaning/editions/2")

    def test_a_manual_without_edition_is_not_there_for_them(self, client: PortalClient, people: People) -> None:
        make_draft(people.author.actor)
        read(client, people.worker, "/manuals/cleaning", 404)
        read(client, people.author, "/manuals/cleaning", 302)

    def test_auditors_read_an_edition_without_who_wrote_it(
        self, client: PortalClient, people: People, issued: ManualEdition
    ) -> None:
        auditor = make_user("감사", Role.AUDITOR)
        page = read(client, auditor, "/manuals/cleaning")
        assert issued.author_name not in page
        assert author_code(people.author.id) in page
        read(client, auditor, f"/manuals/cleaning/editions/{issued.number}/document", 403)


class TestDocument:
    def test_is_tagged_and_in_the_order_of_a_manual(
        self, client: PortalClient, people: People, issued: ManualEdition
    ) -> None:
        client.sign_in(people.worker.id)
        with client.get("/manuals/cleaning/editions/1/document") as response:
            data = response.data
        contents = ("1. 목적", "2. 업무 절차")
        assert in_order(text_of(data), "문서번호", "개정 이력", "차례", *contents, *contents, "인사: 이름을")
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert pdf.Root.MarkInfo.Marked

    def test_comes_from_store_the_second_time(
        self, client: PortalClient, people: People, issued: ManualEdition, session: Session
    ) -> None:
        client.sign_in(people.worker.id)
        answers = set()
        for _ in range(2):
            with client.get("/manuals/cleaning/editions/1/document") as response:
                answers.add((response.data, response.headers["ETag"]))
        assert len(answers) == 1
        assert session.query(StoredDocument).filter_by(kind="manual").count() == 1

    def test_a_draft_has_none(self, client: PortalClient, people: People) -> None:
        make_draft(people.author.actor)
        read(client, people.author, "/manuals/cleaning/editions/1/document", 404)


class TestMakingAnEdition:
    def test_from_draft_to_force(
        self, client: PortalClient, people: People, issued: ManualEdition, session: Session
    ) -> None:
        send(client, people.author, "/manuals/cleaning/new-edition", size="minor", change_note="더위 대비")
        draft = edition_to_come(get_manual("cleaning"))
        assert draft is not None
        at = "/manuals/cleaning/editions/2"
        new: dict[str, Any] = {
            "heading": "목적",
            "body": "**더위**에 대비합니다.",
        }
        send(client, people.author, f"{at}/purpose/edit", **new)
        send(client, people.author, f"{at}/submit", 422, reviewer=str(people.author.id))
        send(client, people.author, f"{at}/submit", reviewer=str(people.reviewer.id))
        assert "매뉴얼 검토하기" in read(client, people.reviewer, "/today")
        send(client, people.author, f"{at}/review", 422)
        own = read(client, people.author, at)
        assert "이바다 님에게 검토를 부탁했습니다." in own
        assert "다른 분이 검토해야 합니다" in own
        send(client, people.reviewer, f"{at}/review")
        assert "매뉴얼 승인하기" in read(client, people.office, "/inbox")
        tomorrow = today() + timedelta(days=1)
        look: dict[str, Any] = {"owner": str(people.author.id), "look_again_on": "2099-01-01"}
        refused = send(client, people.office, f"{at}/publish", 422, effective_on=today().isoformat(), **look)
        assert "내일이나 그 뒤여야" in refused
        send(client, people.office, f"{at}/publish", effective_on=tomorrow.isoformat(), **look)
        assert "시행 예정" in read(client, people.worker, at)
        assert "지난 판입니다" not in read(client, people.worker, "/manuals/cleaning/editions/1")
        release_due(clock.day_bounds(tomorrow)[0])
        session.commit()
        session.expire_all()
        in_force = edition_in_force(issued.manual_id)
        assert in_force is not None
        assert in_force.number == 2
        assert "<strong>더위</strong>" in read(client, people.worker, "/manuals/cleaning")
        assert "지난 판입니다" in read(client, people.worker, "/manuals/cleaning/editions/1")

    def test_returned_with_a_note(self, client: PortalClient, people: People, session: Session) -> None:
        draft = make_draft(people.author.actor)
        at = "/manuals/cleaning/editions/1"
        send(client, people.author, f"{at}/submit", reviewer=str(people.reviewer.id))
        send(client, people.reviewer, f"{at}/return", 422, note="")
        send(client, people.reviewer, f"{at}/return", note="용어를 더해 주십시오.")
        session.refresh(draft)
        assert draft.state is ManualEditionState.DRAFT
        assert "용어를 더해 주십시오." in read(client, people.author, at)

    def test_an_issued_one_may_be_called_off_before_its_day(
        self, client: PortalClient, people: People, session: Session
    ) -> None:
        draft = make_draft(people.author.actor)
        draft.state, draft.reviewer_name, draft.reviewed_at = ManualEditionState.REVIEWED, "이바다", MORNING
        session.flush()
        at = "/manuals/cleaning/editions/1"
        assert f'value="{a_year_after(today() + timedelta(days=1))}"' in read(client, people.office, f"{at}/publish")
        sent: dict[str, Any] = {"owner": str(people.reviewer.id), "effective_on": "2099-01-01"}
        refused = send(client, people.office, f"{at}/publish", 422, look_again_on="2099-01-01", **sent)
        assert "다시 볼 날은 시행일 뒤여야 합니다" in refused
        send(client, people.office, f"{at}/publish", look_again_on="2099-12-01", **sent)
        assert (draft.manual.owner_id, draft.manual.look_again_on) == (people.reviewer.id, date(2099, 12, 1))
        for act in ("publish", "call-off"):
            send(client, people.author, f"{at}/{act}", 403, note="교육")
        send(client, people.office, f"{at}/call-off", note="교육을 먼저 합니다.")
        assert "시행하지 않기로 한 판입니다" in read(client, people.worker, at)

    def test_somebody_looks_at_it_again_on_a_day(
        self, client: PortalClient, people: People, issued: ManualEdition, session: Session
    ) -> None:
        at, owner = "/manuals/cleaning/next-look", str(people.author.id)
        late = send(client, people.author, at, 422, owner=owner, look_again_on=today().isoformat())
        assert "내일이나 그 뒤여야" in late
        send(client, people.author, at, owner=owner, look_again_on="2099-01-01")
        assert "매뉴얼 다시 보기" not in read(client, people.author, "/today")
        issued.manual.look_again_on = today()
        session.commit()
        assert "매뉴얼 다시 보기" in read(client, people.author, "/today")
        assert "매뉴얼 다시 보기" not in read(client, people.reviewer, "/today")
        assert "매뉴얼 다시 보기" not in read(client, people.office, "/inbox")
        people.author.disabled_at = MORNING
        session.commit()
        assert "매뉴얼 다시 보기" in read(client, people.office, "/inbox")

    def test_a_new_manual(self, client: PortalClient, people: People) -> None:
        send(client, people.author, "/manuals/new", 422, title="식사 매뉴얼", code="식사")
        send(client, people.author, "/manuals/new", title="식사 매뉴얼", code="meals")
        assert "아직 적은 내용이 없습니다" in read(client, people.author, "/manuals/meals/editions/1")


class TestLetters:
    def test_that_cannot_be_printed_are_named_beside_their_section(
        self, client: PortalClient, people: People, session: Session
    ) -> None:
        edition = make_draft(people.author.actor)
        edition.sections[0].body = "집을 😀 청소합니다"
        session.commit()
        at = "/manuals/cleaning/editions/1"
        client.sign_in(people.author.id)
        client.post(f"{at}/submit", data={"reviewer": str(people.reviewer.id)})
        page = read(client, people.author, at)
        assert in_order(page, 'id="purpose"', "쓸 수 없는 글자", "😀 (U+1F600)", 'id="procedure"')
        edition.sections[0].body = "집을 청소합니다"
        session.commit()
        send(client, people.author, f"{at}/submit", reviewer=str(people.reviewer.id))
        session.refresh(edition)
        assert edition.state is ManualEditionState.IN_REVIEW


class TestSteps:
    def test_are_added_edited_moved_and_removed_by_buttons(
        self, client: PortalClient, people: People, session: Session
    ) -> None:
        section = make_draft(people.author.actor).sections[1]
        at = "/manuals/cleaning/editions/1/procedure/steps"
        values: dict[str, Any] = {"name": "환기", "who": "활동가", "action": "창문을 엽니다.", "required": "y"}
        send(client, people.author, f"{at}/new", 422, name="환기")
        send(client, people.author, f"{at}/new", **values)
        step = section.steps[2]
        send(client, people.author, f"{at}/{step.id}/move-up")
        send(client, people.author, f"{at}/{step.id}", **(values | {"action": "활짝 엽니다."}))
        send(client, people.author, f"{at}/{section.steps[0].id}/remove")
        session.expire_all()
        assert [each.action for each in section.steps] == ["활짝 엽니다.", "함께 정합니다."]


class TestComparing:
    def test_whoever_reads_no_edition_yet_finds_nothing(self, client: PortalClient, people: People) -> None:
        make_draft(people.author.actor)
        client.sign_in(people.worker.id)
        assert client.get("/manuals/cleaning/comparison").status_code == 404

    def test_marks_the_words_that_differ(
        self, client: PortalClient, people: People, issued: ManualEdition, session: Session
    ) -> None:
        send(client, people.author, "/manuals/cleaning/new-edition", size="minor", change_note="말을 다듬음")
        new: dict[str, Any] = {"heading": "목적", "body": "집을 조용하게 청소합니다."}
        send(client, people.author, "/manuals/cleaning/editions/2/purpose/edit", **new)
        page = read(client, people.author, "/manuals/cleaning/comparison?before=1&after=2")
        assert "<del>안전하게</del>" in page
        assert "<ins>조용하게</ins>" in page
        assert "2개 항목 가운데 1개가 다릅니다" in page

    def test_any_two_in_any_order_and_nonsense_falls_back(
        self, client: PortalClient, people: People, issued: ManualEdition
    ) -> None:
        assert "두 판의 내용이 같습니다" in read(client, people.worker, "/manuals/cleaning/comparison?before=1&after=1")
        assert "두 판의 내용이 같습니다" in read(
            client, people.worker, "/manuals/cleaning/comparison?before=x&after=99"
        )
