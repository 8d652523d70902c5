"""Whoever wrote an edition judges it not; what it says of its change is corrected, and its draft let go."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.queries import get_user
from portal.audit.models import AuditEntry
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.extensions import db
from portal.manuals import actions
from portal.manuals.actions.drafting import StepValues
from portal.manuals.models import ManualEdition
from portal.manuals.queries import edition_of, editions_for
from portal.manuals.scope import waits_for
from portal.manuals.states import ChangeSize, ManualEditionState
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.manuals import FIRST_DAY, MORNING, make_actor, make_draft, make_user
from tests.factories.visiting import messages

STEP = StepValues(name="인사", who="활동가", action="이름을 말합니다.")


def waiting(viewer: Actor) -> int:
    """How many editions stand on somebody's desk."""
    return len(db.session.scalars(select(ManualEdition).where(waits_for(viewer))).all())


class TestReviewing:
    def test_is_done_by_somebody_else(self, author: Actor, reviewer: Actor) -> None:
        draft = make_draft(author)
        actions.submit_edition(draft, actor=author, now=MORNING)
        with pytest.raises(DomainError, match="쓴 사람은 자기 글을 검토할 수 없습니다"):
            actions.review_edition(draft, actor=author, now=MORNING)
        actions.review_edition(draft, actor=reviewer, now=MORNING)
        assert (draft.state, draft.reviewer_name) == (ManualEditionState.REVIEWED, "이바다")

    def test_may_return_it_with_what_to_mend(self, author: Actor, reviewer: Actor) -> None:
        draft = make_draft(author)
        actions.submit_edition(draft, actor=author, now=MORNING)
        actions.return_edition(draft, "순서를 바꿔 주십시오.", actor=reviewer, now=MORNING)
        assert (draft.state, draft.return_note) == (ManualEditionState.DRAFT, "순서를 바꿔 주십시오.")
        assert draft.returned_by_name == "이바다"

    def test_once_reviewed_it_is_returned_by_those_who_approve_alone(
        self, author: Actor, reviewer: Actor, office: Actor
    ) -> None:
        draft = make_draft(author)
        actions.submit_edition(draft, actor=author, now=MORNING)
        actions.review_edition(draft, actor=reviewer, now=MORNING)
        with pytest.raises(Forbidden):
            actions.return_edition(draft, "다시", actor=reviewer, now=MORNING)
        assert waiting(office) == 1
        actions.return_edition(draft, "다시", actor=office, now=MORNING)
        assert draft.state is ManualEditionState.DRAFT

    def test_the_author_hears_that_it_was_returned_until_it_is_submitted_again(
        self, author: Actor, reviewer: Actor
    ) -> None:
        draft = make_draft(author)
        actions.submit_edition(draft, actor=author, now=MORNING)
        actions.return_edition(draft, "순서를 바꿔 주십시오.", actor=reviewer, now=MORNING)
        (mail,) = messages("staff_manual")
        assert author.user_id is not None
        assert mail.recipient == get_user(author.user_id).email
        assert "돌아온 매뉴얼" in mail.subject
        assert untruth(mail, MORNING) is None
        actions.submit_edition(draft, actor=author, now=MORNING)
        assert untruth(mail, MORNING) is Unsent.ENDED

    def test_is_asked_of_one_who_did_not_write_it(self, author: Actor, reviewer: Actor, office: Actor) -> None:
        draft = make_draft(author)
        for wrong in (author.user_id, make_actor("오세라", Role.COOPERATIVE).user_id):
            with pytest.raises(DomainError, match="다른 분을 골라") as refused:
                actions.submit_edition(draft, wrong, actor=author, now=MORNING)
            assert refused.value.field == "reviewer"
        actions.submit_edition(draft, reviewer.user_id, actor=author, now=MORNING)
        assert reviewer.user_id is not None
        assert office.user_id is not None
        assert [mail.recipient for mail in messages("staff_manual")] == [get_user(reviewer.user_id).email]
        assert [waiting(each) for each in (author, reviewer, office)] == [0, 1, 0]
        actions.review_edition(draft, actor=reviewer, now=MORNING)
        (asked,) = [mail.recipient for mail in messages("staff_manual") if "승인을 기다립니다" in mail.subject]
        assert asked == get_user(office.user_id).email
        assert [waiting(each) for each in (author, reviewer, office)] == [0, 0, 1]

    def test_and_approval_are_refused_to_whoever_changed_its_text(
        self, author: Actor, reviewer: Actor, office: Actor
    ) -> None:
        draft, second, other = (
            make_draft(author),
            make_actor("한도윤", Role.OFFICE),
            make_actor("새봄", Role.COORDINATOR),
        )
        actions.save_section(draft.sections[0], "목적", "새 글", actor=reviewer, now=MORNING)
        actions.save_step(draft.sections[1].steps[0], STEP, actor=office, now=MORNING)
        with pytest.raises(DomainError, match="다른 분을 골라"):
            actions.submit_edition(draft, reviewer.user_id, actor=author, now=MORNING)
        actions.submit_edition(draft, actor=author, now=MORNING)
        assert [waiting(each) for each in (office, second)] == [0, 1]
        with pytest.raises(DomainError, match="자기 글을 검토할 수 없습니다"):
            actions.review_edition(draft, actor=reviewer, now=MORNING)
        actions.review_edition(draft, actor=other, now=MORNING)
        with pytest.raises(DomainError, match="자기 글을 승인할 수 없습니다"):
            actions.publish_edition(draft, FIRST_DAY, actor=office, now=MORNING)
        assert [waiting(each) for each in (office, second)] == [0, 1]
        actions.publish_edition(draft, FIRST_DAY, actor=second, now=MORNING)
        assert draft.state is ManualEditionState.SCHEDULED

    def test_and_writing_fall_to_those_who_approve_when_somebody_left(
        self, author: Actor, reviewer: Actor, office: Actor
    ) -> None:
        draft = make_draft(author)
        assert author.user_id is not None
        assert reviewer.user_id is not None
        get_user(author.user_id).disabled_at = MORNING
        assert [waiting(each) for each in (office, reviewer)] == [1, 0]
        actions.submit_edition(draft, reviewer.user_id, actor=office, now=MORNING)
        assert [waiting(each) for each in (office, reviewer)] == [0, 1]
        get_user(reviewer.user_id).disabled_at = MORNING
        assert waiting(office) == 1

    def test_of_a_draft_that_was_not_submitted_is_refused(self, author: Actor, reviewer: Actor) -> None:
        with pytest.raises(Conflict):
            actions.review_edition(make_draft(author), actor=reviewer, now=MORNING)


class TestCorrecting:
    def test_what_it_says_of_its_change_is_corrected_until_it_is_issued(
        self, author: Actor, reviewer: Actor, office: Actor
    ) -> None:
        draft = make_draft(author)
        with pytest.raises(Forbidden):
            actions.correct_change(draft, ChangeSize.MAJOR, "더위", actor=reviewer, now=MORNING)
        actions.correct_change(draft, ChangeSize.MAJOR, "더위", actor=author, now=MORNING)
        actions.submit_edition(draft, actor=author, now=MORNING)
        actions.review_edition(draft, actor=reviewer, now=MORNING)
        with pytest.raises(Conflict, match="검토를 부탁한 뒤에는"):
            actions.correct_change(draft, ChangeSize.MINOR, "더위", actor=author, now=MORNING)
        actions.correct_change(draft, ChangeSize.MINOR, "더위와 추위", actor=office, now=MORNING)
        assert (draft.size, draft.change_note) == (ChangeSize.MINOR, "더위와 추위")
        told = db.session.scalars(select(AuditEntry.details).where(AuditEntry.event == "manual.write")).all()
        assert {"edition": 1, "before": "major", "after": "minor"} in told
        actions.publish_edition(draft, FIRST_DAY, actor=office, now=MORNING)
        with pytest.raises(Conflict, match="발행한 판"):
            actions.correct_change(draft, ChangeSize.MINOR, "추위", actor=office, now=MORNING)

    def test_a_draft_is_let_go_and_the_next_begins_with_the_edition_in_force(
        self, issued: ManualEdition, author: Actor, reviewer: Actor, office: Actor
    ) -> None:
        draft = actions.draft_edition(issued.manual, "더위", actor=author, now=MORNING)
        actions.save_section(draft.sections[0], "목적", "버릴 글", actor=author, now=MORNING)
        with pytest.raises(Forbidden):
            actions.discard_edition(draft, "그만둠", actor=reviewer, now=MORNING)
        actions.discard_edition(draft, "그만둠", actor=office, now=MORNING)
        assert any("더 쓰지 않기로 한" in mail.subject for mail in messages("staff_manual"))
        assert waiting(author) == 0
        with pytest.raises(Conflict):
            actions.save_section(draft.sections[0], "목적", "글", actor=author, now=MORNING)
        worker = make_actor("오세라", Role.COOPERATIVE)
        assert [each.number for each in editions_for(issued.manual, viewer=worker)] == [1]
        with pytest.raises(NotFound):
            edition_of(issued.manual, 2, viewer=worker)
        third = actions.draft_edition(issued.manual, "추위", actor=author, now=MORNING)
        assert (third.number, third.sections[0].body) == (3, issued.sections[0].body)


@pytest.mark.on_sqlite
class TestWhoIsLeftToApprove:
    def test_is_said_before_somebody_who_approves_writes(self, client: PortalClient, session: Session) -> None:
        """Beside the forms that open, change and submit a draft; nothing of it where the reader approves nothing."""
        writer = make_user("김하늘", Role.COORDINATOR)
        draft = make_draft(writer.actor)
        kang, han = make_user("강산", Role.OFFICE), make_user("한결", Role.OFFICE)
        db.session.commit()
        edits, submits = (f"/manuals/cleaning/editions/1/{way}" for way in ("purpose/edit", "submit"))
        assert "승인할 수 있는 분: 한결" in read(client, kang, edits)
        assert "승인할 수 있는 분: 한결" in read(client, kang, "/manuals/new")
        assert "승인할 수 있는 분" not in read(client, writer, "/manuals/new")
        assert "승인할 수 있는 분: 강산, 한결" in read(client, writer, submits)
        actions.save_section(draft.sections[0], "목적", "가", actor=kang.actor, now=MORNING)
        db.session.commit()
        assert "승인할 분이 남지 않습니다" in read(client, han, edits)
        assert "승인할 수 있는 분: 한결" in read(client, writer, submits)
        actions.save_section(draft.sections[0], "목적", "나", actor=han.actor, now=MORNING)
        db.session.commit()
        for page in (submits, "/manuals/cleaning/editions/1"):
            assert "승인할 분이 남지 않습니다" in read(client, writer, page)
