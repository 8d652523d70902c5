"""The pages on which the isolation questionnaire is asked, typed in from paper, compared and edited."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Conflict, Forbidden
from portal.core.phone import format_phone
from portal.db.frozen import FrozenRow
from portal.extensions import current_settings
from portal.monitoring.screening.actions import DRAFTS, keep_reply
from portal.monitoring.screening.editing import begin_edition, publish_edition, write_edition
from portal.monitoring.screening.editions import questionnaire, questionnaire_in_force, shipped
from portal.monitoring.screening.models import Screening, ScreeningDraft
from portal.monitoring.screening.rules import Question
from portal.monitoring.screening.states import Reply, RiskLevel, ScreenedBy
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import OFFICE, make_coordinator, make_paired
from tests.factories.screening import EARLIER, make_edition_draft, make_screening, replies_of
from tests.pages import find_all, parse, sent_by, text_of

pytestmark = pytest.mark.on_sqlite

FIRST = {"edition": "1"}
"""The edition that comes with the portal, as its pages say it."""


class TestOnAPhone:
    def test_one_question_after_the_other_and_then_the_whole(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        replies = replies_of(shipped(), 9, declined=0)
        assert client.post(f"{at}/questions/1", data=FIRST).status_code == 422
        answers = [
            client.post(f"{at}/questions/{place + 1}", data={"reply": reply.value} | FIRST)
            for place, reply in replies.items()
        ]
        assert [answer.location for answer in answers[-2:]] == [f"{at}/questions/{len(replies)}", f"{at}/check"]
        page = client.get(f"{at}/check").text
        assert "아직 묻지 않음" not in page
        sent = FIRST | {"asked_by": "call", "asked_on": TODAY.isoformat(), "note": "손주 이야기"}
        assert client.post(f"{at}/check", data=sent).location == at
        screening = session.scalars(select(Screening)).one()
        assert (screening.score, screening.asked_by, screening.note) == (9, ScreenedBy.CALL, "손주 이야기")
        assert session.scalars(select(ScreeningDraft)).all() == []
        assert "고립 위험 높음" in client.get(at).text

    def test_what_was_asked_waits_to_be_gone_on_with(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        client.post(f"{at}/questions/1", data={"reply": "declined"} | FIRST)
        assert "이어서 묻기" in client.get(at).text
        page = client.get(f"{at}/check").text
        assert "아직 묻지 않음" in page
        sent = FIRST | {"asked_by": "call", "asked_on": TODAY.isoformat()}
        refused = client.post(f"{at}/check", data=sent)
        assert refused.status_code == 422
        assert "답이 없는 문항이 있습니다" in refused.text

    def test_a_question_that_is_not_there_is_not_found(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        assert client.get(f"/households/{case.household_id}/screening/questions/99").status_code == 404

    def test_answers_half_asked_go_after_their_time(self, session: Session) -> None:
        case = make_paired()
        keep_reply(case, 1, 0, Reply.YES, actor=case.coordinator.actor, now=NOW)
        over = select(ScreeningDraft.id).where(DRAFTS.is_over(NOW + timedelta(days=29)))
        assert session.scalars(over).all() == []
        over = select(ScreeningDraft.id).where(DRAFTS.is_over(NOW + timedelta(days=30)))
        assert len(session.scalars(over).all()) == 1


class TestOnPaper:
    def test_the_whole_is_typed_in_on_one_page(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening/paper"
        sent = FIRST | {f"replies-{place}": reply.value for place, reply in replies_of(shipped(), 4).items()}
        missing = client.post(at, data=sent)
        assert missing.status_code == 422
        assert client.post(at, data={**sent, "asked_on": EARLIER.isoformat()}).status_code == 303
        screening = session.scalars(select(Screening)).one()
        assert (screening.asked_on, screening.asked_by, screening.score) == (EARLIER, ScreenedBy.PAPER, 4)

    def test_the_empty_paper_names_nobody(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_coordinator().id)
        paper = client.get("/screenings/paper")
        assert paper.mimetype == "application/pdf"
        (sheet,) = pypdf.PdfReader(BytesIO(paper.data)).pages
        assert format_phone(current_settings().office_phone) in sheet.extract_text()


class TestOverTime:
    def test_answers_stand_side_by_side_and_struck_ones_are_marked(
        self, client: PortalClient, session: Session
    ) -> None:
        case = make_paired()
        make_screening(case, 9, asked_on=EARLIER)
        make_screening(case, 2)
        wrong = make_screening(case, 13)
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        client.post(f"{at}/{wrong.id}/strike")
        page = client.get(at).text
        heads = [text_of(head) for head in find_all(parse(page), "th") if head.get("scope") == "col"]
        assert heads[:3] == ["문항", "2026. 11. 23.(월)", "2026. 5. 7.(목)"]
        assert "잘못 적음" in page


class TestEditions:
    def test_another_one_is_asked_once_it_is_published(self, session: Session) -> None:
        office = make_staff().actor
        draft = begin_edition(actor=office, now=NOW)
        assert begin_edition(actor=office, now=NOW) is draft
        questions = [Question("새 문항입니까?", 5, Reply.YES), Question("또 다른 문항입니까?", 4, Reply.NO)]
        write_edition(draft, questions, high_from=5, middle_from=4, actor=office, now=NOW)
        assert questionnaire_in_force() == shipped()
        publish_edition(draft, actor=office, now=NOW)
        assert questionnaire_in_force().number == 2
        assert questionnaire_in_force().total == 9
        case = make_paired()
        assert make_screening(case, 5).level is RiskLevel.HIGH
        later = begin_edition(actor=office, now=NOW)
        publish_edition(later, actor=office, now=NOW)
        assert (questionnaire_in_force().number, questionnaire(2).total) == (3, 9)

    def test_a_published_one_never_changes(self, session: Session) -> None:
        office = make_staff().actor
        edition = publish_edition(make_edition_draft(), actor=office, now=NOW)
        with pytest.raises(Conflict, match="펴낸 판은"):
            write_edition(edition, [], high_from=9, middle_from=4, actor=office, now=NOW)
        edition.high_from = 1
        with pytest.raises(FrozenRow):
            session.flush()
        session.rollback()

    def test_only_the_office_writes_them(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            begin_edition(actor=make_coordinator().actor, now=NOW)

    def test_answers_half_asked_of_another_edition_begin_anew(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        client.post(f"{at}/questions/1", data={"reply": "yes"} | FIRST)
        publish_edition(make_edition_draft(), actor=make_staff().actor, now=NOW)
        assert "이어서 묻기" not in client.get(at).text

    def test_rows_are_added_and_left_out_on_screen(self, client: PortalClient, session: Session) -> None:
        draft = make_edition_draft()
        client.sign_in(make_staff().id)
        at = f"/screenings/editions/{draft.number}/edit"
        page = sent_by(client.get(at).text, "shown")
        rows = len(draft.questions)
        added = client.post(at, data={**page, "add": "1"})
        assert f'name="questions-{rows}-words"' in added.text
        sent = page | {"questions-0-words": [""]}
        assert client.post(at, data=sent).status_code == 303
        session.refresh(draft)
        assert len(draft.questions) == rows - 1

    def test_answers_stay_under_the_questions_that_were_read(self, client: PortalClient, session: Session) -> None:
        """Another edition comes out between the page and its answers, or after the sheet was printed."""
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        draft = make_edition_draft()
        write_edition(
            draft, [Question("새 문항입니까?", 5, Reply.YES)], high_from=5, middle_from=4, actor=OFFICE, now=NOW
        )
        publish_edition(draft, actor=OFFICE, now=NOW)
        assert client.post(f"{at}/questions/1", data={"reply": "yes"} | FIRST).location == f"{at}/questions/1"
        assert session.scalars(select(ScreeningDraft)).all() == []
        kept = client.post(f"{at}/check", data=FIRST | {"asked_by": "call", "asked_on": "2026-11-23", "note": "손주"})
        assert (kept.status_code, "새 판이 나왔습니다" in kept.text, "손주" in kept.text) == (422, True, True)
        assert f"{at}/paper?edition=1" in client.get(f"{at}/paper").text
        sheet = {f"replies-{place}": reply.value for place, reply in replies_of(shipped(), 4).items()}
        sent = sheet | FIRST | {"asked_on": EARLIER.isoformat()}
        assert client.post(f"{at}/paper", data=sent).status_code == 303
        screening = session.scalars(select(Screening)).one()
        assert (screening.edition, screening.score) == (1, 4)
        assert client.get(f"{at}/paper?edition=9").status_code == 404
