"""Whatever the office and those who are asked do in whatever order, later calendars have higher numbers."""

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.meetings import actions
from portal.consortium.meetings.links import ANSWERING, FOR_DEPUTY
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import InvitationReply
from portal.consortium.meetings.tasks import ask_once_more
from portal.core.actors import ANONYMOUS, Actor
from portal.core.permissions import Role
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.meetings import BEFORE, START, make_meeting, make_office, values
from tests.integration.meetings.calendars import event_in

GUEST, DEPUTY, OTHER = "kang@example.kr", "park@example.kr", "jung@example.kr"
KINDLY = "취소된 회의입니다. 답하지 않으셔도 됩니다."


class Story:
    """A meeting whose guest is asked, taken off the list, sends one deputy or another; and that moves."""

    def __init__(self, office: Actor) -> None:
        self.office, self.meeting, self.moved = office, make_meeting(office), 0

    @property
    def guest(self) -> Attendee | None:
        return next((each for each in self.meeting.attendees if each.email == GUEST), None)

    def invite(self) -> None:
        if self.guest is None:
            actions.add_attendee(self.meeting, "", "위원", "강전문", actor=self.office, now=BEFORE, email=GUEST)

    def uninvite(self) -> None:
        if self.guest is not None:
            actions.remove_attendee(self.guest, actor=self.office, now=BEFORE)

    def move(self) -> None:
        self.moved += 1
        later = values(START + timedelta(days=self.moved))
        actions.change_meeting(self.meeting, later, actor=self.office, now=BEFORE)

    def move_elsewhere(self) -> None:
        self.moved += 1
        elsewhere = values(self.meeting.starts_at, place=f"{self.moved}층")
        actions.change_meeting(self.meeting, elsewhere, actor=self.office, now=BEFORE)

    def name_deputy(self, email: str = DEPUTY) -> None:
        if self.guest is not None:
            sent = {"deputy": "박대신", "deputy_email": email}
            actions.answer_invitation(self.guest, InvitationReply.DEPUTY, actor=ANONYMOUS, now=BEFORE, **sent)

    def name_another(self) -> None:
        self.name_deputy(OTHER)

    def come(self) -> None:
        if self.guest is not None:
            actions.answer_invitation(self.guest, InvitationReply.COMING, actor=ANONYMOUS, now=BEFORE)

    def remind(self) -> None:
        ask_once_more(self.meeting.starts_at - timedelta(hours=30))

    def cancel(self) -> None:
        actions.cancel_meeting(self.meeting, actor=self.office, now=BEFORE)

    acts = (invite, uninvite, move, move_elsewhere, name_deputy, name_another, come, remind)


def numbers_told(meeting: Meeting) -> dict[str, list[tuple[str, int]]]:
    """By address the method and number of each calendar, as they were sent."""
    db.session.flush()
    told: dict[str, list[tuple[str, int]]] = defaultdict(list)
    sent = select(OutboxMessage).where(OutboxMessage.calendar != "").order_by(OutboxMessage.id)
    for mail in db.session.scalars(sent):
        method, event = event_in(mail.calendar)
        assert str(event["UID"]).startswith(f"meeting-{meeting.id}@")
        told[mail.recipient].append((method, event.sequence))
    return told


@pytest.mark.parametrize("seed", range(8))
def test_rise_from_one_to_the_next_in_any_order_of_acts(session: Session, seed: int) -> None:
    make_user(Role.COORDINATOR)
    story, chance = Story(make_office()), Random(seed)  # noqa: S311 nothing is kept secret by it
    story.invite()
    for act in chance.choices(Story.acts, k=14):
        act(story)
    story.cancel()
    told = numbers_told(story.meeting)
    assert len(told) > 2
    for calendars in told.values():
        numbers = [number for _method, number in calendars]
        assert numbers == sorted(set(numbers))
        assert calendars[-1][0] == "CANCEL"


def test_of_who_is_asked_again_the_invitation_has_a_higher_one_than_its_end(session: Session) -> None:
    story = Story(make_office())
    for act in (
        Story.invite,
        Story.uninvite,
        Story.invite,
        Story.name_deputy,
        Story.come,
        Story.name_deputy,
        Story.cancel,
    ):
        act(story)
    told = numbers_told(story.meeting)
    assert [method for method, _number in told[GUEST]][:3] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [method for method, _number in told[DEPUTY]] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL"]


def test_a_deputy_who_was_replaced_hears_nothing_more_than_the_end(session: Session) -> None:
    story = Story(make_office())
    for act in (Story.invite, Story.name_deputy, Story.name_another, Story.move_elsewhere, Story.remind, Story.cancel):
        act(story)
    told = numbers_told(story.meeting)
    assert [method for method, _number in told[DEPUTY]] == ["REQUEST", "CANCEL"]
    assert [method for method, _number in told[OTHER]] == ["REQUEST", "REQUEST", "CANCEL"]


def test_once_it_is_called_off_nobody_is_reminded_and_old_links_say_so_kindly(
    client: PortalClient, session: Session
) -> None:
    story = Story(make_office())
    for act in (Story.invite, Story.name_deputy, Story.cancel):
        act(story)
    guest = story.guest
    assert guest is not None
    assert ask_once_more(START - timedelta(hours=30)) == 0
    links = (ANSWERING.path_of(guest.id), FOR_DEPUTY.path_to(guest.id, DEPUTY))
    db.session.commit()
    with time_machine.travel(BEFORE, tick=False):
        for link in links:
            assert KINDLY in client.get(link).text
            answer = client.post(f"{link}/coming")
            assert KINDLY in (client.get(answer.location).text if answer.location else answer.text)
        named = client.post(links[0], data={"deputy": "정대리", "deputy_email": OTHER})
        assert (named.status_code, KINDLY in named.text) == (422, True)
