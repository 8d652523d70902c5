"""Each kind of meeting has its standing points, its quorum, who is asked to it and read by, and its series."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import CharterValues, Outcome, hold_after_all, save_charter, skip_day
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.queries import get_meeting, planned_meetings
from portal.consortium.meetings.rules import CHARTERS
from portal.consortium.meetings.states import Asked, MeetingKind, Presence, Quorum, WeekOfMonth
from portal.core.actors import Actor
from portal.core.clock import at, day_of
from portal.core.dates import format_moment
from portal.core.errors import DomainError, NotFound
from portal.core.permissions import Role
from portal.extensions import db
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import make_organisation
from tests.factories.meetings import AFTER, BEFORE, START, hold, make_held, make_meeting, make_office
from tests.pages import words_of

STEERING = MeetingKind.STEERING
LAST_THURSDAY: dict[str, Any] = {"week": WeekOfMonth.LAST, "weekday": 3, "from_on": date(2026, 11, 1)}


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


def set_up(office: Actor, kind: MeetingKind = STEERING, **values: Any) -> None:
    given: dict[str, Any] = {
        "points": "예산\n협약",
        "asked": [Asked.OFFICE],
        "quorum": Quorum.NONE,
        "starts_at": time(10),
        "minutes": 90,
    }
    save_charter(kind, CharterValues(**given | values), actor=office, now=BEFORE)


class TestCharters:
    def test_what_is_shipped_holds_until_the_office_sets_it(self, office: Actor) -> None:
        assert charter_of(STEERING) == CHARTERS[STEERING]
        make_user(Role.COORDINATOR)
        set_up(office)
        meeting = make_meeting(office, kind=STEERING)
        assert [item.title for item in meeting.items] == ["예산", "협약"]
        assert [attendee.position for attendee in meeting.attendees] == ["사무국"]

    @pytest.mark.on_sqlite
    def test_experts_are_asked_to_advisory_meetings_alone(self, client: PortalClient, office: Actor) -> None:
        assert office.user_id
        pages = {}
        for kind in (MeetingKind.ADVISORY, MeetingKind.CASE_CONFERENCE):
            set_up(office, kind, asked=[Asked.OFFICE, Asked.EXPERTS])
            db.session.commit()
            client.sign_in(office.user_id)
            pages[kind] = 'value="experts"' in client.get(f"/meetings/kinds/{kind}").text
        assert list(pages.values()) == [True, False]
        assert [charter_of(kind).asked for kind in pages] == [{Asked.OFFICE, Asked.EXPERTS}, {Asked.OFFICE}]

    def test_a_series_is_set_whole_or_not_at_all(self, office: Actor) -> None:
        with pytest.raises(DomainError, match="모두 정하거나"):
            set_up(office, week=WeekOfMonth.LAST)

    def test_below_the_quorum_nothing_is_decided(self, office: Actor) -> None:
        make_office("두 번째")
        set_up(office, quorum=Quorum.TWO_THIRDS)
        meeting = make_held(office, kind=STEERING)
        actions.add_decision(meeting.items[0], Outcome("늘린다"), actor=office, now=START)
        absent = {meeting.attendees[0].id: Presence.ABSENT}
        actions.record_attendance(meeting, absent, actor=office, now=START)
        with pytest.raises(DomainError, match="정족수"):
            actions.close_meeting(meeting, actor=office, now=AFTER)
        actions.record_attendance(meeting, {meeting.attendees[0].id: Presence.OBSERVED}, actor=office, now=START)
        actions.close_meeting(meeting, actor=office, now=AFTER)


class TestSeries:
    def plan(self, office: Actor, now: Any = BEFORE) -> tuple[date, date | None]:
        meeting = actions.plan_next_meeting(STEERING, actor=office, now=now)
        return day_of(meeting.starts_at), meeting.series_on

    def test_the_first_and_the_next_meeting_follow_the_rule(self, office: Actor) -> None:
        set_up(office, **LAST_THURSDAY)
        assert self.plan(office) == (date(2026, 11, 26), date(2026, 11, 26))
        (meeting,) = planned_meetings(viewer=office)
        assert (meeting.starts_at, meeting.ends_at - meeting.starts_at) == (
            at(date(2026, 11, 26), time(10)),
            timedelta(minutes=90),
        )
        actions.close_meeting(hold(meeting, office), actor=office, now=meeting.ends_at)
        assert self.plan(office, meeting.ends_at) == (date(2026, 12, 31), date(2026, 12, 31))

    def test_skipped_called_off_and_extra_ones_leave_it_alone(self, office: Actor) -> None:
        set_up(office, **LAST_THURSDAY)
        make_meeting(office, starts_at=at(date(2026, 11, 10), time(10)), kind=STEERING)
        (extra,) = planned_meetings(viewer=office)
        actions.close_meeting(hold(extra, office), actor=office, now=extra.ends_at)
        skip_day(STEERING, date(2026, 11, 26), actor=office, now=BEFORE)
        assert self.plan(office, extra.ends_at) == (date(2026, 12, 31), date(2026, 12, 31))
        (planned,) = planned_meetings(viewer=office)
        actions.cancel_meeting(planned, actor=office, now=extra.ends_at)
        assert self.plan(office, extra.ends_at) == (date(2027, 1, 28), date(2027, 1, 28))

    def test_a_day_agreed_on_moves_one_date(self, office: Actor) -> None:
        set_up(office, **LAST_THURSDAY)
        self.plan(office)
        (meeting,) = planned_meetings(viewer=office)
        meeting.next_starts_at = at(date(2026, 12, 22), time(15))
        actions.close_meeting(hold(meeting, office), actor=office, now=meeting.ends_at)
        assert self.plan(office, meeting.ends_at) == (date(2026, 12, 22), date(2026, 12, 31))

    def test_a_skipped_day_that_is_held_after_all_comes_before_those_planned_meanwhile(self, office: Actor) -> None:
        set_up(office, **LAST_THURSDAY)
        skip_day(STEERING, date(2026, 11, 26), actor=office, now=BEFORE)
        self.plan(office)
        (planned,) = planned_meetings(viewer=office)
        hold_after_all(STEERING, date(2026, 11, 26), actor=office, now=BEFORE)
        actions.cancel_meeting(planned, actor=office, now=BEFORE)
        assert self.plan(office) == (date(2026, 11, 26), date(2026, 11, 26))

    def test_only_a_day_of_the_series_is_skipped(self, office: Actor) -> None:
        set_up(office, **LAST_THURSDAY)
        with pytest.raises(NotFound):
            skip_day(STEERING, date(2026, 11, 27), actor=office, now=BEFORE)

    def test_a_member_that_left_is_asked_no_more(self, office: Actor) -> None:
        member = make_organisation("떠나는협동조합")
        meeting = make_held(office)
        assert member.name in {each.organisation for each in meeting.attendees}
        actions.close_meeting(meeting, actor=office, now=AFTER)
        member.left_on = day_of(START)
        db.session.flush()
        coming = actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER + timedelta(days=2))
        assert member.name not in {each.organisation for each in coming.attendees}


def test_a_case_conference_is_for_those_who_are_asked(office: Actor) -> None:
    asked = make_user(Role.COORDINATOR).actor
    meeting = make_meeting(office, kind=MeetingKind.CASE_CONFERENCE)
    strangers = [make_user(role).actor for role in (Role.COORDINATOR, Role.AUDITOR)]
    assert get_meeting(meeting.id, viewer=asked) is get_meeting(meeting.id, viewer=office)
    for stranger in strangers:
        assert planned_meetings(viewer=stranger) == []
        with pytest.raises(NotFound):
            get_meeting(meeting.id, viewer=stranger)


def test_the_office_sets_a_series_and_skips_a_day(client: PortalClient, session: Session) -> None:
    office = make_user(Role.OFFICE)
    session.commit()
    sent: dict[str, Any] = {
        "points": "예산",
        "asked": "office",
        "quorum": "half",
        "week": "last",
        "weekday": "3",
        "months": "1",
        "proxies": "1",
        "confirm_days": "7",
        "silence": "confirms",
    }
    sent |= {"from_on": "2026-11-01", "starts_at": "10:00", "minutes": "90", "place": ""}
    send(client, office, "/meetings/kinds/steering", **sent)
    assert "거르기" in read(client, office, "/meetings/kinds/steering")
    assert "달마다 마지막 목요일" in words_of(read(client, office, "/meetings/kinds"))


@pytest.mark.on_sqlite
def test_the_series_has_a_page_from_which_a_day_is_skipped_or_another_added(
    client: PortalClient, office: Actor, session: Session
) -> None:
    """2027-02-09, a second Tuesday, is a holiday."""
    user = make_user(Role.OFFICE, name="정기")
    set_up(office, **{**LAST_THURSDAY, "week": WeekOfMonth.SECOND, "weekday": 1})
    session.commit()
    at = "/meetings/kinds/steering/series"
    with time_machine.travel(BEFORE, tick=False):
        assert f'href="{at.replace("steering", "working")}"' in read(client, user, "/meetings")
        page = words_of(read(client, user, at))
        assert "달마다 둘째 화요일" in page
        assert "쉬는 날(설날 대체 휴일)" in page, "it says why a day is moved"
        send(client, user, "/meetings/kinds/steering/skip/2026-12-08")
        assert "거름" in words_of(read(client, user, at))
        send(client, user, "/meetings/kinds/steering/hold/2026-12-08")
        assert "거름" not in words_of(read(client, user, at))
        offered = read(client, user, "/meetings/new?kind=steering")
        assert re.search('value="steering"[^>]*checked|checked[^>]*value="steering"', offered)
        make_meeting(office, kind=STEERING, starts_at=START)
        session.commit()
        extra = words_of(read(client, user, at)).partition("따로 여는 회의")[2]
        assert format_moment(START) in extra
