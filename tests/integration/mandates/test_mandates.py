"""A decision of a meeting opens a draft of the section it names, and each tells of the other."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.lessons.actions import bring_lesson
from portal.consortium.mandates.actions import open_draft
from portal.consortium.mandates.models import ManualMandate
from portal.consortium.mandates.queries import mandates_behind, mandates_to_open, place_of
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.models import Decision
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.suggestions.actions import Answer, answer_suggestion, make_suggestion
from portal.consortium.suggestions.states import SuggestionState
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.extensions import db
from portal.manuals.actions import (
    discard_edition,
    draft_edition,
    publish_edition,
    release_edition,
    review_edition,
    submit_edition,
)
from portal.manuals.models import ManualEdition
from portal.manuals.states import ChangeSize, ManualEditionState, SectionKind
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.lessons import STEPS, make_left_out, the_only
from tests.factories.manuals import FIRST_DAY, MORNING, make_actor, make_draft, make_user, publish
from tests.factories.meetings import START, make_decided, make_meeting
from tests.factories.referrals import make_scene
from tests.factories.visiting import messages

WORDS = "비 오는 날에는 창을 열지 않습니다"


@pytest.fixture
def office(session: Session) -> User:
    return make_user("한지원", Role.OFFICE)


@pytest.fixture
def author(session: Session) -> User:
    return make_user("김하늘", Role.COORDINATOR)


@pytest.fixture
def decided(office: User) -> Decision:
    return make_decided(WORDS, office.actor)


@pytest.fixture
def issued(author: User) -> ManualEdition:
    return publish(make_draft(author.actor), make_actor("이바다", Role.COORDINATOR), make_actor("강산", Role.OFFICE))


def test_opens_a_draft_that_says_so_and_the_minutes_say_what_became_of_it(
    client: PortalClient, decided: Decision, issued: ManualEdition, author: User, office: User
) -> None:
    at, minutes = f"/decisions/{decided.id}/manual-draft", f"/meetings/{decided.item.meeting_id}"
    worker = make_user("오세라", Role.COOPERATIVE)
    assert "매뉴얼 고치기" in read(client, author, minutes)
    assert WORDS in read(client, author, at)
    sent: dict[str, Any] = {"manual": "cleaning", "section": "purpose", "size": "major", "change_note": "창을 닫습니다"}
    assert "항목을 골라 주십시오" in send(client, author, at, 422, **(sent | {"section": ""}))
    send(client, author, at, **sent)
    draft = read(client, author, "/manuals/cleaning/editions/2")
    assert "이 판을 연 결정" in draft
    assert WORDS in draft
    assert "큰 바뀜" in draft
    pages = [read(client, reader, minutes) for reader in (author, worker)]
    for page in pages:
        assert "청소 서비스 업무 매뉴얼 제2판, 목적" in page
        assert "쓰는 중" in page
    assert "/manuals/cleaning/editions/2" not in pages[1]
    assert "매뉴얼 고치기" not in pages[1]
    assert "이미 고치고 있는 항목" in send(client, author, at, 422, **sent)


def test_joins_the_draft_that_is_being_written_and_no_other(
    decided: Decision, issued: ManualEdition, author: User, office: User
) -> None:
    actor = author.actor
    first = open_draft(
        decided, issued.manual, SectionKind.PURPOSE, ChangeSize.MINOR, "하나", actor=actor, now=MORNING
    ).opened
    with pytest.raises(DomainError, match="너무 깁니다") as refused:
        open_draft(
            decided, issued.manual, SectionKind.PROCEDURE, ChangeSize.MAJOR, "둘" * 500, actor=actor, now=MORNING
        )
    assert refused.value.field == "change_note"
    second = open_draft(
        decided, issued.manual, SectionKind.PROCEDURE, ChangeSize.MAJOR, "둘", actor=actor, now=MORNING
    ).opened
    assert second is first
    assert (first.number, first.size, first.change_note) == (2, ChangeSize.MAJOR, "하나; 둘")
    submit_edition(first, actor=actor, now=MORNING)
    assert first.state is ManualEditionState.IN_REVIEW


def test_met_by_an_edition_that_is_judged_it_waits_for_the_next_draft(
    client: PortalClient, decided: Decision, issued: ManualEdition, author: User, office: User
) -> None:
    """As does what a draft was to change that was let go; whoever writes sees both waiting."""
    actor, manual = author.actor, issued.manual
    busy = draft_edition(manual, "하나", actor=actor, now=MORNING)
    submit_edition(busy, actor=actor, now=MORNING)
    at = f"/decisions/{decided.id}/manual-draft"
    sent: dict[str, Any] = {"manual": "cleaning", "section": "purpose", "size": "major", "change_note": "창을 닫습니다"}
    assert "그다음 새 판이 시작될 때" in send(client, author, at, **sent) + read(client, author, "/today")
    assert "이미 이 항목을 고칠 새 판을 기다립니다" in send(client, author, at, 422, **sent)
    assert "매뉴얼로 옮길 결정" in read(client, office, "/inbox")
    assert "다음 새 판을 기다림" in read(client, author, f"/meetings/{decided.item.meeting_id}")
    assert 'value="창을 닫습니다"' in read(client, author, at)
    publish_reviewed(busy, office)
    second = draft_edition(manual, "둘", actor=actor, now=MORNING)
    assert (second.size, second.change_note) == (ChangeSize.MAJOR, "둘; 창을 닫습니다")
    assert [each.kind for each in mandates_behind(second, viewer=office.actor)] == [SectionKind.PURPOSE]
    assert mandates_to_open(viewer=actor) == []
    discard_edition(second, "그만둠", actor=actor, now=MORNING)
    (waiting,) = mandates_to_open(viewer=actor)
    assert (waiting.decision, waiting.kind) == (decided, SectionKind.PURPOSE)
    third = open_draft(decided, manual, SectionKind.PURPOSE, ChangeSize.MINOR, "다시", actor=actor, now=MORNING).opened
    assert (third.change_note, len(mandates_behind(third, viewer=office.actor))) == ("다시", 1)
    assert mandates_to_open(viewer=actor) == []


def publish_reviewed(edition: ManualEdition, office: User) -> None:
    review_edition(edition, actor=make_actor("이바다", Role.COORDINATOR), now=MORNING)
    publish_edition(edition, FIRST_DAY + timedelta(days=1), actor=office.actor, now=MORNING)
    release_edition(edition, actor=office.actor, now=MORNING)


def test_a_draft_of_somebody_else_is_joined_and_its_author_hears_of_it(
    client: PortalClient, decided: Decision, issued: ManualEdition, author: User, office: User
) -> None:
    draft_edition(issued.manual, "하나", actor=author.actor, now=MORNING)
    at = f"/decisions/{decided.id}/manual-draft"
    send(client, office, at, manual="cleaning", section="purpose", size="minor", change_note="둘")
    assert "김하늘 님이 쓰고 있는 초안의 ‘목적’ 항목에 더했습니다" in read(
        client, office, "/manuals/cleaning/editions/2"
    )
    (mail,) = [each for each in messages("staff_manual") if "바꿀 것이 더해졌습니다" in each.subject]
    assert mail.recipient == author.email


def test_goes_on_in_the_next_draft_when_the_edition_never_comes_into_force(
    decided: Decision, issued: ManualEdition, author: User, office: User
) -> None:
    manual, actor, size = issued.manual, author.actor, ChangeSize.MINOR
    first = open_draft(decided, manual, SectionKind.PURPOSE, size, "하나", actor=actor, now=MORNING)
    suggestion = make_suggestion(issued.sections[0], "창을 닫자", "춥다", actor=actor, now=MORNING)
    answer = Answer(SuggestionState.DRAFTED, "고맙습니다", "창", size)
    answer_suggestion(suggestion, answer, actor=office.actor, now=MORNING)
    discard_edition(first.opened, "그만둠", actor=actor, now=MORNING)
    third = draft_edition(manual, "다시", actor=actor, now=MORNING)
    assert [each.kind for each in mandates_behind(third, viewer=office.actor)] == [SectionKind.PURPOSE]
    assert suggestion.edition is third
    discard_edition(third, "또 그만둠", actor=actor, now=MORNING)
    again = open_draft(decided, manual, SectionKind.PURPOSE, size, "다시", actor=actor, now=MORNING)
    assert again.opened.number == 4
    assert len(mandates_behind(again.opened, viewer=office.actor)) == 1
    kind = SectionKind.PURPOSE
    said_anew = {"kind": kind, "size": size, "change_note": "더", "opened_at": MORNING}
    db.session.add(ManualMandate(decision=decided, manual=manual, **said_anew))
    discard_edition(again.opened, "그만둠", actor=actor, now=MORNING)
    fifth = draft_edition(manual, "또다시", actor=actor, now=MORNING)
    assert [each.change_note for each in mandates_behind(fifth, viewer=office.actor)] == ["더"]
    submit_edition(fifth, actor=actor, now=MORNING)
    with pytest.raises(DomainError, match="이미 고치고"):
        open_draft(decided, manual, kind, size, "더", actor=actor, now=MORNING)


def test_is_asked_of_a_closed_meeting_that_one_reads(client: PortalClient, author: User, office: User) -> None:
    meeting = make_meeting(office.actor)
    open_one = meetings.add_decision(meeting.items[0], meetings.Outcome(WORDS), actor=office.actor, now=START)
    restricted = make_decided(WORDS, office.actor, kind=MeetingKind.CASE_CONFERENCE)
    stranger = make_user("다른 이", Role.COORDINATOR)
    read(client, author, f"/decisions/{open_one.id}/manual-draft", 404)
    seat = {each.user_id for each in restricted.item.meeting.attendees}
    assert stranger.id not in seat
    read(client, stranger, f"/decisions/{restricted.id}/manual-draft", 404)


def test_offers_what_was_decided_as_the_reason_without_whoever_it_names(
    client: PortalClient, author: User, office: User
) -> None:
    """All members read the reason; of what was decided about people nothing is offered."""
    named = make_decided("김하늘 님은 창을 닫습니다", office.actor)
    about_people = make_decided(WORDS, office.actor, kind=MeetingKind.CASE_CONFERENCE)
    assert 'value="○○○ 님은 창을 닫습니다"' in read(client, office, f"/decisions/{named.id}/manual-draft")
    page = read(client, office, f"/decisions/{about_people.id}/manual-draft")
    assert WORDS in page
    assert f'value="{WORDS}"' not in page
    assert "사람이나 사례를 알아볼 수 있는 말은 적지" in page


def test_knows_the_section_that_practice_brought_the_point_for(office: User) -> None:
    scene = make_scene()
    make_left_out(scene)
    lesson = bring_lesson(STEPS, the_only(STEPS, office.actor).bundle.topic.mark, actor=office.actor, now=NOW)
    meeting = make_meeting(office.actor)
    item = next(each for each in meeting.items if each.source_id == lesson.proposal_id)
    decision = meetings.add_decision(item, meetings.Outcome(WORDS), actor=office.actor, now=START)
    assert place_of(decision) == ("cleaning", SectionKind.PROCEDURE)
    other = meetings.add_decision(meeting.items[0], meetings.Outcome(WORDS), actor=office.actor, now=START)
    assert place_of(other) is None
