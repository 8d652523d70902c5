"""The office adds papers to a meeting; those who are asked read them, by their link or signed in."""

import io
from dataclasses import replace
from datetime import timedelta
from zipfile import ZipFile

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings import tasks
from portal.consortium.meetings.links import ANSWERING
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.minutes.actions import seal_due
from portal.consortium.minutes.paper import added_to
from portal.consortium.papers.actions import add_paper, remove_paper, tell_new_papers
from portal.consortium.papers.files import FILES
from portal.consortium.papers.models import MeetingPaper
from portal.core.actors import SYSTEM, Actor
from portal.core.digests import said_digest
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.documents.actions import digest_of
from portal.documents.added import MOST
from portal.documents.hwpx import document_hwpx
from portal.documents.model import Section, Table
from portal.documents.sent import Sent
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.meetings import AFTER, BEFORE, hold, make_meeting
from tests.factories.minutes import minutes_of, over

TOLD_LATER = "나중에 붙인 자료는 모아서"
PDF = b"%PDF-1.7\n% budget\n%%EOF\n"


def sent() -> Sent:
    return FILES.seal(PDF, new_id())


@pytest.fixture
def user(session: Session) -> User:
    return make_staff(Role.OFFICE, name="한지원")


@pytest.fixture
def asked(user: User) -> User:
    return make_staff(Role.COORDINATOR, name="최유진")


@pytest.fixture
def office(user: User) -> Actor:
    return user.actor


def mails(kind: str, *, to: str | None) -> list[OutboxMessage]:
    db.session.flush()
    found = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.recipient == to)
    return list(db.session.scalars(found))


def seat_of(meeting: Meeting, user: User) -> Attendee:
    return next(each for each in meeting.attendees if each.user_id == user.id)


class TestTheOffice:
    def test_adds_and_takes_away_until_the_meeting_is_closed(
        self, office: Actor, asked: User, session: Session
    ) -> None:
        meeting, first = make_meeting(office), sent()
        with pytest.raises(Forbidden):
            add_paper(meeting, "예산안", first, actor=asked.actor, now=BEFORE)
        paper = add_paper(meeting, "예산안", first, actor=office, now=BEFORE)
        gone = add_paper(meeting, "옛 예산안", sent(), actor=office, now=BEFORE)
        name, last = gone.file_name, sent()
        remove_paper(gone, actor=office, now=BEFORE)
        meetings.close_meeting(hold(meeting, office), actor=office, now=AFTER)
        for change in (
            lambda: remove_paper(paper, actor=office, now=AFTER),
            lambda: add_paper(meeting, "늦은 자료", last, actor=office, now=AFTER),
        ):
            with pytest.raises(Conflict):
                change()
        session.commit()
        assert list(FILES.kept.named()) == [paper.file_name]
        assert FILES.sweep(AFTER + timedelta(days=10_000)) >= 1
        session.commit()
        assert [FILES.store().has(each) for each in (paper.file_name, name)] == [True, False]
        paper.title = "다른 이름"
        with pytest.raises(FrozenRow):
            session.flush()

    def test_there_is_a_bound(self, office: Actor) -> None:
        meeting = make_meeting(office)
        for _ in range(MOST):
            add_paper(meeting, "자료", sent(), actor=office, now=BEFORE)
        one_more = sent()
        with pytest.raises(DomainError, match="개까지 붙일 수"):
            add_paper(meeting, "자료", one_more, actor=office, now=BEFORE)


class TestLetters:
    def test_one_mail_names_all_that_was_added_since_each_was_invited(
        self, office: Actor, asked: User, session: Session
    ) -> None:
        meeting, at = make_meeting(office), BEFORE + timedelta(minutes=1)
        add_paper(meeting, "예산안", sent(), actor=office, now=at)
        add_paper(meeting, "실적", sent(), actor=office, now=at + timedelta(minutes=20))
        later = make_staff(Role.COORDINATOR, name="나중에")
        session.flush()
        meetings.invite_members(meeting, actor=office, now=at + timedelta(minutes=21))
        (invited,) = mails("meeting_invitation", to=later.email)
        assert "1. 예산안 (PDF · 24 Bytes)\n2. 실적 (PDF" in invited.body
        assert ANSWERING.address_of(seat_of(meeting, later).id) in invited.body
        assert tell_new_papers(now=at + timedelta(minutes=49)) == 0
        tell_at = at + timedelta(minutes=50)
        assert tell_new_papers(now=tell_at) > 0
        assert tell_new_papers(now=tell_at + timedelta(days=1)) == 0
        (told,) = mails("meeting_papers", to=asked.email)
        assert "1. 예산안" in told.body
        assert "2. 실적" in told.body
        assert ANSWERING.address_of(seat_of(meeting, asked).id) in told.body
        assert mails("meeting_papers", to=later.email) == []
        assert untruth(told, tell_at) is None
        tasks.ask_once_more(meeting.starts_at - timedelta(hours=30))
        assert "2. 실적" in mails("meeting_reminder", to=asked.email)[0].body
        for paper in list(session.scalars(select(MeetingPaper))):
            remove_paper(paper, actor=office, now=tell_at)
        assert untruth(told, tell_at) is Unsent.ENDED

    def test_nothing_of_a_meeting_about_people_stands_in_them(self, office: Actor, asked: User) -> None:
        meeting = make_meeting(office, kind=MeetingKind.CASE_CONFERENCE)
        meetings.add_attendee(
            meeting, organisation="구청", position="", name="밖에서", email="out@example.kr", actor=office, now=BEFORE
        )
        near = meeting.starts_at - timedelta(minutes=50)
        add_paper(meeting, "김영희 님 사정", sent(), actor=office, now=near - timedelta(minutes=5))
        assert tell_new_papers(now=near) > 0
        (told,) = mails("meeting_papers", to=asked.email)
        assert "김영희" not in told.body
        assert f"/meetings/{meeting.id}#papers" in told.body
        assert mails("meeting_papers", to="out@example.kr") == []


def test_the_minutes_name_what_lay_on_the_table(office: Actor, asked: User) -> None:
    meeting = make_meeting(office)
    paper = add_paper(meeting, "4분기 예산안", sent(), actor=office, now=BEFORE)
    meetings.close_meeting(hold(meeting, office), actor=office, now=AFTER)
    document = meetings.minutes_of_closed(meeting)
    (section,) = [each for each in document.blocks if isinstance(each, Section) and each.heading == "회의 자료"]
    (table,) = section.blocks
    assert isinstance(table, Table)
    assert table.rows == (("4분기 예산안", "PDF · 24 Bytes", said_digest(paper.sha256)),)
    with ZipFile(io.BytesIO(document_hwpx(document))) as packed:
        assert "4분기 예산안" in packed.read("Contents/section0.xml").decode()


def test_minutes_that_were_closed_without_naming_papers_never_name_any(office: Actor, asked: User) -> None:
    """Neither does their fingerprint change, nor the key by which their PDF is kept."""
    meeting = make_meeting(office)
    add_paper(meeting, "4분기 예산안", sent(), actor=office, now=BEFORE)
    meetings.close_meeting(hold(meeting, office), actor=office, now=AFTER)
    db.session.execute(update(Meeting).values(names_papers=False))
    db.session.expire_all()
    minutes = minutes_of(meeting)
    seal_due(actor=SYSTEM, now=over(minutes))
    told = meetings.official_minutes(meeting, added_to(meeting))
    assert (told.papers, told.digest) == ((), digest_of(replace(told, digest="")))
    assert "4분기 예산안" not in repr(meetings.minutes_of_closed(meeting))


class TestPages:
    def test_who_is_asked_fetches_it_by_link_or_signed_in_and_nobody_else(
        self, app: Flask, client: PortalClient, session: Session, user: User, asked: User, office: Actor
    ) -> None:
        meeting = make_meeting(office)
        session.commit()
        other, at = make_staff(Role.COORDINATOR, name="박다른"), f"/meetings/{meeting.id}"
        session.commit()
        by_link = f"/meetings/invited/{ANSWERING.token_of(seat_of(meeting, asked).id)}"
        with time_machine.travel(BEFORE, tick=False):
            client.sign_in(user.id)
            for data, name, status in ((b"MZ", "a.pdf", 422), (b"", "", 422), (PDF, "b.exe", 303)):
                form = {"title": "4분기 예산안", "file": (io.BytesIO(data), name)}
                assert client.post(f"{at}/papers/new", data=form).status_code == status
            (named,) = FILES.kept.named().values()
            assert ["4분기 예산안" in read(client, each, at) for each in (user, asked, other)] == [True, True, False]
            assert TOLD_LATER in read(client, user, at)
            for each, status in ((asked, 200), (other, 404)):
                client.sign_in(each.id)
                assert client.get(f"{at}/papers/{named.owner}").status_code == status
        stranger = app.test_client()
        with time_machine.travel(BEFORE, tick=False):
            assert f"{by_link}/papers/{named.owner}" in stranger.get(by_link).get_data(as_text=True)
            with stranger.get(f"{by_link}/papers/{named.owner}") as answer:
                assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
                assert answer.headers["Content-Disposition"].startswith("attachment;")
            assert (
                stranger.get(f"/meetings/invited/{ANSWERING.token_of(new_id())}/papers/{named.owner}").status_code
                == 404
            )
        with time_machine.travel(meeting.starts_at, tick=False):
            assert TOLD_LATER not in read(client, user, at)
        meetings.close_meeting(hold(meeting, office), actor=office, now=AFTER)
        session.commit()
        with time_machine.travel(AFTER, tick=False):
            assert stranger.get(f"{by_link}/papers/{named.owner}").status_code == 404
            assert "4분기 예산안" in read(client, asked, at)

    def test_the_link_opens_nothing_of_a_meeting_about_people(
        self, app: Flask, client: PortalClient, session: Session, asked: User, office: Actor
    ) -> None:
        meeting = make_meeting(office, kind=MeetingKind.CASE_CONFERENCE)
        paper = add_paper(meeting, "지원 절차", sent(), actor=office, now=BEFORE)
        session.commit()
        by_link = f"/meetings/invited/{ANSWERING.token_of(seat_of(meeting, asked).id)}"
        with time_machine.travel(BEFORE, tick=False):
            assert "지원 절차" not in app.test_client().get(by_link).get_data(as_text=True)
            assert app.test_client().get(f"{by_link}/papers/{paper.id}").status_code == 404
            assert "지원 절차" in read(client, asked, f"/meetings/{meeting.id}")
