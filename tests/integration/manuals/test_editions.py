"""An edition is written by one, reviewed and approved by others, and never changes once it is issued."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.documents.manual import manual_document
from portal.documents.pdf import document_pdf
from portal.extensions import db
from portal.manuals import actions
from portal.manuals.actions.documents import paper_of
from portal.manuals.actions.drafting import StepValues
from portal.manuals.actions.issuing import release_due
from portal.manuals.actions.keeping import remind_of_looks
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.queries import edition_in_force, edition_of, editions_for, issued_editions
from portal.manuals.scope import to_look_again
from portal.manuals.states import ManualEditionState, SectionKind
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from tests.factories.manuals import FIRST_DAY, MORNING, make_actor, make_draft, make_manual, publish
from tests.factories.visiting import messages
from tests.unit.documents.reading import text_of

DAY = timedelta(days=1)


class TestDrafting:
    def test_copies_the_edition_in_force(self, issued: ManualEdition, author: Actor) -> None:
        draft = actions.draft_edition(issued.manual, "더위 대비", actor=author, now=MORNING)
        assert (draft.number, draft.state) == (2, ManualEditionState.DRAFT)
        assert [section.body for section in draft.sections] == [section.body for section in issued.sections]
        assert [step.name for step in draft.sections[1].steps] == ["인사", "정리"]

    def test_one_edition_is_in_the_making_at_a_time(self, issued: ManualEdition, author: Actor) -> None:
        actions.draft_edition(issued.manual, "하나", actor=author, now=MORNING)
        with pytest.raises(Conflict, match="이미 쓰고 있거나"):
            actions.draft_edition(issued.manual, "둘", actor=author, now=MORNING)

    def test_a_new_manual_has_nine_empty_sections_and_the_next_number(self, author: Actor, session: Session) -> None:
        make_manual().document_number = "MC-M-07"
        edition = actions.create_manual("meals", "식사 매뉴얼", actor=author, now=MORNING)
        assert edition.manual.document_number == "MC-M-08"
        assert [actions.take_document_number(number) for number in ("MC-M-07", "MC-M-11")] == ["MC-M-09", "MC-M-11"]
        assert [section.kind for section in edition.sections] == list(SectionKind)

    def test_co_operatives_write_nothing(self, issued: ManualEdition) -> None:
        with pytest.raises(Forbidden):
            actions.draft_edition(issued.manual, "", actor=make_actor("오세라", Role.COOPERATIVE), now=MORNING)


class TestWriting:
    def test_replaces_the_text_of_a_section(self, author: Actor, session: Session) -> None:
        section = make_draft(author).sections[0]
        actions.save_section(section, "목적", "새 글", actor=author, now=MORNING)
        session.expire_all()
        assert section.body == "새 글"

    def test_steps_are_added_moved_and_removed(self, author: Actor, session: Session) -> None:
        section = make_draft(author).sections[1]
        values = StepValues(name="환기", who="활동가", action="창문을 엽니다.")
        step = actions.add_step(section, values, actor=author, now=MORNING)
        actions.move_step(step, -1, actor=author, now=MORNING)
        session.expire_all()
        assert [each.name for each in section.steps] == ["인사", "환기", "정리"]
        actions.remove_step(section.steps[0], actor=author, now=MORNING)
        session.expire_all()
        assert [(each.position, each.name) for each in section.steps] == [(1, "환기"), (2, "정리")]

    def test_the_last_step_stays(self, author: Actor) -> None:
        section = make_draft(author).sections[1]
        actions.remove_step(section.steps[0], actor=author, now=MORNING)
        with pytest.raises(DomainError, match="하나는"):
            actions.remove_step(section.steps[0], actor=author, now=MORNING)

    def test_moving_beyond_the_end_changes_nothing(self, author: Actor) -> None:
        section = make_draft(author).sections[1]
        actions.move_step(section.steps[0], -1, actor=author, now=MORNING)
        assert [step.name for step in section.steps] == ["인사", "정리"]

    def test_ends_with_the_review(self, author: Actor) -> None:
        draft = make_draft(author)
        actions.submit_edition(draft, actor=author, now=MORNING)
        with pytest.raises(Conflict, match="지금은 고칠 수 없습니다"):
            actions.save_section(draft.sections[0], "목적", "글", actor=author, now=MORNING)


class TestLetters:
    """What the document fonts lack is asked about while somebody can still write something else."""

    def test_of_a_section_are_named_when_it_is_submitted(self, author: Actor) -> None:
        edition = make_draft(author)
        purpose, procedure = edition.sections
        purpose.body = "집을 😀 청소합니다 &#10230;"
        procedure.steps[1].action = "정리 \x01"
        with pytest.raises(DomainError) as refusal:
            actions.submit_edition(edition, actor=author, now=MORNING)
        assert refusal.value.params["characters"] == "‘목적’ ⟶ (U+27F6), 😀 (U+1F600); ‘업무 절차’ U+0001"
        assert edition.state is ManualEditionState.DRAFT

    def test_with_a_known_substitute_pass(self, author: Actor) -> None:
        edition = make_draft(author)
        edition.sections[0].body = "☑ 확인"
        actions.submit_edition(edition, actor=author, now=MORNING)

    def test_of_what_is_written_once_are_asked_at_once(self, issued: ManualEdition, author: Actor) -> None:
        with pytest.raises(DomainError) as refusal:
            actions.create_manual("other", "청소 😀", actor=author, now=MORNING)
        assert refusal.value.field == "title"
        with pytest.raises(DomainError) as refusal:
            actions.draft_edition(issued.manual, "제정 ⟶", actor=author, now=MORNING)
        assert refusal.value.field == "change_note"

    def test_that_were_issued_all_the_same_are_marked_in_the_document(
        self, author: Actor, reviewer: Actor, office: Actor
    ) -> None:
        """In a time when nobody asked; or somebody's name has a rare letter."""
        draft = make_draft(author)
        actions.submit_edition(draft, actor=author, now=MORNING)
        draft.sections[0].body, draft.author_name = "집을 😀 청소합니다", "김𠀀늘"
        actions.review_edition(draft, actor=reviewer, now=MORNING)
        actions.publish_edition(draft, FIRST_DAY, actor=office, now=MORNING)
        text = text_of(document_pdf(manual_document(paper_of(draft))))
        assert "집을 〓 청소합니다" in text
        assert "김〓늘" in text


class TestPublishing:
    def test_supersedes_the_edition_before(
        self, issued: ManualEdition, author: Actor, reviewer: Actor, office: Actor
    ) -> None:
        second = publish(actions.draft_edition(issued.manual, "둘째", actor=author, now=MORNING), reviewer, office)
        assert issued.state is ManualEditionState.SUPERSEDED
        assert edition_in_force(issued.manual_id) is second

    def test_is_not_for_the_author(self, reviewer: Actor, office: Actor) -> None:
        draft = make_draft(office)
        actions.submit_edition(draft, actor=office, now=MORNING)
        actions.review_edition(draft, actor=reviewer, now=MORNING)
        with pytest.raises(DomainError, match="자기 글을 승인할 수 없습니다"):
            actions.publish_edition(draft, FIRST_DAY, actor=office, now=MORNING)

    def test_is_for_the_office(self, author: Actor, reviewer: Actor) -> None:
        with pytest.raises(Forbidden):
            publish(make_draft(author), reviewer, reviewer)

    def test_needs_the_review(self, author: Actor, office: Actor) -> None:
        with pytest.raises(Conflict):
            actions.publish_edition(make_draft(author), FIRST_DAY, actor=office, now=MORNING)

    def test_is_never_for_a_day_that_has_begun(self, author: Actor, reviewer: Actor, office: Actor) -> None:
        draft = make_draft(author)
        actions.submit_edition(draft, actor=author, now=MORNING)
        actions.review_edition(draft, actor=reviewer, now=MORNING)
        with pytest.raises(DomainError, match="내일이나 그 뒤") as refused:
            actions.publish_edition(draft, day_of(MORNING), actor=office, now=MORNING)
        assert refused.value.field == "effective_on"

    def test_lets_the_edition_before_stand_until_the_worker_releases_it_on_its_day(
        self, issued: ManualEdition, author: Actor, reviewer: Actor, office: Actor, app: Flask
    ) -> None:
        second = actions.draft_edition(issued.manual, "둘째", actor=author, now=MORNING)
        actions.submit_edition(second, actor=author, now=MORNING)
        actions.review_edition(second, actor=reviewer, now=MORNING)
        actions.publish_edition(second, FIRST_DAY + DAY, actor=office, now=MORNING)
        begins = day_bounds(FIRST_DAY + DAY)[0]
        assert release_due(begins - timedelta(seconds=1)) == 0
        assert edition_in_force(issued.manual_id) is issued
        with pytest.raises(Conflict, match="시행을 기다리는 새 판"):
            actions.draft_edition(issued.manual, "셋째", actor=author, now=MORNING)
        assert release_due(begins + DAY) == 1
        assert edition_in_force(issued.manual_id) is second
        assert issued.state is ManualEditionState.SUPERSEDED

    def test_called_off_leaves_its_words_to_the_next_draft(
        self, issued: ManualEdition, author: Actor, reviewer: Actor, office: Actor
    ) -> None:
        second = actions.draft_edition(issued.manual, "둘째", actor=author, now=MORNING)
        actions.save_section(second.sections[0], "목적", "새 글", actor=author, now=MORNING)
        actions.submit_edition(second, actor=author, now=MORNING)
        actions.review_edition(second, actor=reviewer, now=MORNING)
        due = issued.manual.look_again_on
        actions.publish_edition(second, FIRST_DAY + DAY, actor=office, now=MORNING)
        assert issued.manual.look_again_on != due
        actions.call_edition_off(second, "교육을 먼저 합니다.", actor=office, now=MORNING)
        assert issued.manual.look_again_on == due
        assert any("시행하지 않기로 한" in mail.subject for mail in messages("staff_manual"))
        assert release_due(day_bounds(FIRST_DAY + DAY)[0]) == 0
        third = actions.draft_edition(issued.manual, "셋째", actor=author, now=MORNING)
        assert (third.number, third.sections[0].body) == (3, "새 글")
        assert [each.number for each in issued_editions(issued.manual_id)] == [1]

    def test_numbers_have_no_gaps(self, issued: ManualEdition, author: Actor, reviewer: Actor, office: Actor) -> None:
        for _ in range(3):
            publish(actions.draft_edition(issued.manual, "다음", actor=author, now=MORNING), reviewer, office)
        assert [each.number for each in editions_for(issued.manual, viewer=office)] == [4, 3, 2, 1]


class TestReading:
    def test_co_operatives_see_no_draft(self, issued: ManualEdition, author: Actor) -> None:
        actions.draft_edition(issued.manual, "둘째", actor=author, now=MORNING)
        worker = make_actor("오세라", Role.COOPERATIVE)
        assert [each.number for each in editions_for(issued.manual, viewer=worker)] == [1]
        with pytest.raises(NotFound):
            edition_of(issued.manual, 2, viewer=worker)


def test_a_manual_in_force_is_looked_at_again_and_its_owner_hears_once_that_the_day_is_near(
    issued: ManualEdition, author: Actor, office: Actor
) -> None:
    """A year later, unless somebody says otherwise; without a day it waits for those who approve."""
    manual, year = issued.manual, FIRST_DAY.replace(year=FIRST_DAY.year + 1)
    assert (manual.owner_id, manual.look_again_on) == (author.user_id, year)
    assert manual.owner is not None
    near = [day_bounds(year - days * DAY)[0] for days in (15, 14, 13)]
    assert [remind_of_looks(moment) for moment in near] == [0, 1, 0]
    (mail,) = [each for each in messages("staff_manual") if "다시 볼 날이 다가온 매뉴얼입니다" in each.subject]
    assert mail.recipient == manual.owner.email
    assert untruth(mail, near[1]) is None
    actions.set_next_look(manual, manual.owner.id, year + DAY, actor=office, now=near[1])
    assert untruth(mail, near[1]) is Unsent.ENDED
    assert remind_of_looks(near[2]) == 1
    manual.owner_id = manual.look_again_on = None
    db.session.flush()
    unset = [db.session.scalar(select(Manual.id).where(to_look_again(each, FIRST_DAY))) for each in (office, author)]
    assert unset == [manual.id, None]
