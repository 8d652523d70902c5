"""What a conference says of somebody: reading it is logged as theirs, a file asks why, and it goes with their file."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.consortium.mandates.actions import open_draft
from portal.consortium.meetings import actions
from portal.consortium.meetings.models import AgendaProposal, Meeting
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.meetings.tasks import set_minutes
from portal.consortium.papers.actions import add_paper
from portal.consortium.papers.files import FILES
from portal.consortium.papers.models import MeetingPaper
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.db.kept import NOBODY
from portal.db.search import SearchText
from portal.documents.models import StoredDocument
from portal.extensions import db
from portal.manuals.states import ChangeSize, SectionKind
from portal.privacy.retention.actions import destroy_what_is_over, erase_file, hold_file
from portal.residents.conferences.actions import name_household
from portal.residents.households.models import Person
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_staff, make_user
from tests.factories.consortium import NOW, TODAY
from tests.factories.meetings import AFTER, BEFORE, START, hold, make_meeting, make_task, write
from tests.factories.referrals import make_person
from tests.factories.suggestions import make_in_force
from tests.pages import words_of


@pytest.fixture
def office(session: Session) -> Actor:
    return make_staff(Role.OFFICE, name="한지원").actor


def make_conference(office: Actor, *people: Person) -> Meeting:
    """A closed one with words and a paper, and a point that waits."""
    meeting = make_meeting(office, kind=MeetingKind.CASE_CONFERENCE)
    for person in people:
        name_household(meeting, person.household, actor=office, now=BEFORE)
    add_paper(meeting, "김씨 진단서", FILES.seal(b"%PDF-1.7\n%%EOF\n", new_id()), actor=office, now=BEFORE)
    hold(meeting, office)
    actions.add_item(meeting, "김씨 이사", actor=office, now=START)
    write(meeting.items[0], "김씨 이야기", office)
    make_task(meeting, office, "김씨 병실")
    actions.add_decision(meeting.items[0], actions.Outcome("김씨 퇴원"), actor=office, now=START)
    actions.close_meeting(meeting, actor=office, now=AFTER)
    db.session.commit()
    set_minutes(AFTER)
    return meeting


def said(meeting: Meeting) -> set[str]:
    db.session.expire_all()
    item, decision, task = meeting.items[0], meeting.items[0].decisions[0], meeting.actions[0]
    return {meeting.items[-1].title, item.discussion, decision.text, task.task}


def left_of(meeting: Meeting) -> list[int]:
    """How many papers, documents, texts to be found and points that wait still stand."""
    of_meeting = (
        select(MeetingPaper.id).where(MeetingPaper.meeting_id == meeting.id),
        select(StoredDocument.id).where(StoredDocument.subject_id == meeting.id),
        select(SearchText.number).where(SearchText.words.contains("김씨")),
        select(AgendaProposal.id).where(AgendaProposal.title.contains("김씨")),
    )
    return [len(db.session.scalars(each).all()) for each in of_meeting]


@pytest.mark.on_sqlite
def test_reading_is_written_down_as_theirs_and_a_file_asks_why(client: PortalClient, session: Session) -> None:
    user, person = make_staff(Role.OFFICE, name="한지원"), make_person()
    asked = make_user(Role.COORDINATOR)
    meeting = make_conference(user.actor, person)
    at = f"/meetings/{meeting.id}"
    paper_id = session.scalars(select(MeetingPaper.id)).one()
    session.commit()
    assert "김씨 이야기" in words_of(read(client, asked, at))
    reads = select(AuditEntry.subject_id).where(AuditEntry.event == "household.read", AuditEntry.actor_id == asked.id)
    reads = reads.where(AuditEntry.details["fields"].as_string() == "conference")
    assert session.scalars(reads).all() == [person.household_id]
    for path in ("document", "document.hwpx", f"papers/{paper_id}"):
        leads = client.get(f"{at}/{path}").location
        assert "/about-people" in leads
        assert client.get(leads).location.startswith("/downloads/why")
    stranger = make_user(Role.COORDINATOR)
    read(client, stranger, f"{at}/about-people/document", 404)
    assert "이미 적은 가구입니다." in send(client, user, f"{at}/about", 422, number=person.household.number)
    assert "그런 번호의 가구가 없습니다." in send(client, user, f"{at}/about", 422, number="김영희")
    working = make_meeting(user.actor)
    session.commit()
    read(client, user, f"/meetings/{working.id}/about", 404)
    read(client, user, f"/meetings/{working.id}")
    assert session.scalars(reads.where(AuditEntry.actor_id == user.id)).all() == []


def test_no_desk_says_what_is_to_be_done_and_whoever_opens_it_is_written_down(
    client: PortalClient, session: Session
) -> None:
    user, asked, person = make_staff(Role.OFFICE, name="한지원"), make_user(Role.COORDINATOR), make_person()
    meeting = make_meeting(user.actor, kind=MeetingKind.CASE_CONFERENCE)
    name_household(meeting, person.household, actor=user.actor, now=BEFORE)
    hold(meeting, user.actor)
    seat = next(each for each in meeting.attendees if each.user_id == asked.id)
    for words in ("김씨 병실", "김씨 전화"):
        actions.add_task(meeting.items[0], actions.Outcome(words, seat, TODAY), actor=user.actor, now=START)
    actions.close_meeting(meeting, actor=user.actor, now=AFTER)
    session.commit()
    for viewer, desk in ((asked, "/today"), (user, "/inbox")):
        shown = read(client, viewer, desk)
        assert ("제1차 통합지원회의에서 맡은 일" in shown, "김씨" in shown) == (True, False)
    assert readers(person) == []
    for task in meeting.actions:
        actions.finish_action(task, "김씨 됨", actor=asked.actor, now=AFTER)
    session.commit()
    assert "김씨 됨" in read(client, asked, "/meetings/actions")
    assert readers(person) == [asked.id]


def test_what_waits_of_another_one_is_read_as_what_was_said_there(client: PortalClient, session: Session) -> None:
    user, person = make_staff(Role.OFFICE, name="한지원"), make_person()
    make_conference(user.actor, person)
    following = make_meeting(user.actor, kind=MeetingKind.CASE_CONFERENCE, starts_at=START + timedelta(days=7))
    session.commit()
    assert "김씨 이사" in read(client, user, f"/meetings/{following.id}")
    assert readers(person) == [user.id]


def test_a_manual_tells_which_conference_decided_and_not_what(client: PortalClient, session: Session) -> None:
    user, person = make_staff(Role.OFFICE, name="한지원"), make_person()
    decision = make_conference(user.actor, person).items[0].decisions[0]
    manual = make_in_force().manual
    session.commit()
    assert "김씨 퇴원" in read(client, user, f"/decisions/{decision.id}/manual-draft")
    assert readers(person) == [user.id]
    kind, size = SectionKind.PURPOSE, ChangeSize.MINOR
    mandate = open_draft(decision, manual, kind, size, "바뀜", actor=user.actor, now=AFTER)
    session.commit()
    assert mandate.edition is not None
    shown = read(client, user, f"/manuals/{manual.code}/editions/{mandate.edition.number}")
    assert ("제1차 통합지원회의" in shown, "김씨" in shown) == (True, False)


def readers(person: Person) -> list[UUID]:
    """Who read a conference about somebody."""
    reads = select(AuditEntry.actor_id).where(AuditEntry.event == "household.read")
    reads = reads.where(AuditEntry.subject_id == person.household_id)
    reads = reads.where(AuditEntry.details["fields"].as_string() == "conference")
    return [each for each in db.session.scalars(reads.distinct()) if each is not None]


def test_what_was_said_goes_with_the_first_file_it_was_about(office: Actor) -> None:
    first, second = make_person(), make_person()
    meeting, other = make_conference(office, first, second), make_conference(office, second)
    hold_file(second.household, reason="소송", until=TODAY + timedelta(days=9), actor=office, now=NOW)
    erase_file(first.household_id, by=office, now=NOW)
    assert "김씨 이야기" in said(meeting)
    destroy_what_is_over(NOW + timedelta(days=10))
    assert said(meeting) == {NOBODY}
    assert "김씨 이야기" in said(other)
    assert (left_of(meeting)[:2], left_of(other)) == ([0, 0], [1, 1, 4, 1])
    erase_file(second.household_id, by=office, now=NOW + timedelta(days=11))
    assert (said(other), left_of(other)) == ({NOBODY}, [0, 0, 0, 0])


def test_one_about_nobody_named_goes_five_years_after_it_was_held(office: Actor) -> None:
    meeting = make_conference(office)
    destroy_what_is_over(meeting.ends_at + timedelta(days=5 * 365))
    assert "김씨 이야기" in said(meeting)
    destroy_what_is_over(meeting.ends_at + timedelta(days=5 * 366))
    assert said(meeting) == {NOBODY}
