"""Each who works by a manual is told once to read it, with a day, and reminded before accepting stops."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.queries import get_user
from portal.consortium.confirmations.actions import choose_manual, confirm_edition
from portal.consortium.confirmations.queries import (
    editions_and_days,
    people_asked,
    read_up,
    readers_by_member,
)
from portal.consortium.confirmations.rules import stopped_if_due_before
from portal.consortium.confirmations.tasks import ask
from portal.core.clock import day_bounds
from portal.core.dates import format_day
from portal.core.errors import DomainError, Forbidden
from portal.core.permissions import Role
from portal.core.targets import Targets
from portal.extensions import db
from portal.manuals.actions import Asking, draft_edition
from portal.manuals.actions.issuing import release_due
from portal.manuals.states import ChangeSize
from tests.factories.consortium import NOW, TODAY, make_offer, make_organisation, make_service
from tests.factories.loops import BY, DAY, LAST_WARNING, Loop, lead
from tests.factories.manuals import FIRST_DAY, MORNING, make_user
from tests.factories.referrals import make_user as make_worker
from tests.factories.visiting import messages


def asked_by_mail(user: User) -> list[str]:
    """What they were told of manuals to read, in order."""
    mails = [mail for mail in messages("staff_manual") if mail.recipient == user.email]
    mails.sort(key=lambda mail: mail.created_at)
    return [mail.subject.split("] ")[-1] for mail in mails if "확인" in mail.subject]


def test_whoever_comes_later_hears_once_and_is_reminded_before_the_stop(loop: Loop) -> None:
    """Also those of another member; who was asked when it came into force hears of it no second time."""
    late = make_worker(Role.COOPERATIVE, "늦은이", organisation=loop.scene.slot.organisation)
    make_offer(loop.scene.line.service, other := make_organisation("새 기관"))
    new = make_worker(Role.COOPERATIVE, "새 기관 직원", organisation=other)
    day = day_bounds(BY - DAY)[0]
    assert (ask(day), ask(day)) == (2, 0)
    for user in (loop.worker, late, new):
        assert [each.split(":")[0] for each in asked_by_mail(user)] == ["바뀐 매뉴얼을 읽고 확인해 주십시오"]
    confirm_edition(loop.edition, actor=late.actor, now=day)
    own_day = BY - DAY + (BY - FIRST_DAY)
    stops = f"({format_day(own_day + Targets().manual_warning_days * DAY)}이 지나면 새 연계를 수락할 수 없습니다)"
    reached = len(people_asked(loop.edition, BY)) - 2
    assert (ask(day_bounds(BY)[0]), ask(day_bounds(BY + DAY)[0]), ask(day_bounds(own_day)[0])) == (reached, 0, 1)
    assert [stops in each for each in asked_by_mail(new)] == [False, True]
    assert len(asked_by_mail(late)) == 1
    latest = make_worker(Role.COOPERATIVE, "뒤에 온 이", organisation=other)
    assert ask(NOW) == 1
    assert f"({format_day(TODAY + (BY - FIRST_DAY))}까지)" in asked_by_mail(latest)[0], "as many days as the others had"


def is_stopped(loop: Loop, user: User, day: date) -> bool:
    due_before = stopped_if_due_before(day, Targets())
    return bool(db.session.scalar(select(~read_up(loop.edition.manual_id, user.id, due_before))))


def test_whoever_begins_after_the_day_is_warned_first_and_stopped_then(loop: Loop) -> None:
    """A member that begins the service long after, and somebody new at a member that does it."""
    begins = LAST_WARNING + 60 * DAY
    make_offer(loop.scene.line.service, member := make_organisation("늦게 시작한 기관"))
    begun = make_worker(Role.COOPERATIVE, "시작한 직원", organisation=member)
    joined = make_worker(Role.COOPERATIVE, "들어온 직원", organisation=loop.scene.slot.organisation)
    own_day = begins + (BY - FIRST_DAY)
    for user in (begun, joined):
        assert not is_stopped(loop, user, begins), "nobody is stopped by what they have not heard of"
        assert editions_and_days(user.id, begins) == [(loop.edition, own_day)]
    assert is_stopped(loop, loop.worker, begins), "who had time and let it pass"
    assert ask(day_bounds(begins)[0]) == 2
    last = own_day + Targets().manual_warning_days * DAY
    for user in (begun, joined):
        assert editions_and_days(user.id, begins + DAY) == [(loop.edition, own_day)]
        assert [is_stopped(loop, user, day) for day in (own_day + DAY, last, last + DAY)] == [False, False, True]
    by_member = {each.organisation: each.people[0].confirm_by for each in readers_by_member(loop.edition, begins)}
    assert by_member["늦게 시작한 기관"] == own_day
    ask(day_bounds(own_day)[0])
    assert f"({format_day(last)}이 지나면 새 연계를 수락할 수 없습니다)" in asked_by_mail(begun)[-1]
    confirm_edition(loop.edition, actor=begun.actor, now=day_bounds(last)[0])
    assert [is_stopped(loop, user, last + DAY) for user in (begun, joined)] == [False, True]


def test_whoever_stops_working_by_it_and_begins_again_has_time_again(loop: Loop) -> None:
    begins = LAST_WARNING + 60 * DAY
    offer = make_offer(loop.scene.line.service, member := make_organisation("쉬었다 하는 기관"))
    user = make_worker(Role.COOPERATIVE, "돌아온 직원", organisation=member)
    ask(day_bounds(FIRST_DAY)[0])
    assert is_stopped(loop, user, begins)
    offer.valid_to = LAST_WARNING
    db.session.flush()
    ask(day_bounds(begins - DAY)[0])
    offer.valid_to = None
    db.session.flush()
    ask(day_bounds(begins)[0])
    assert editions_and_days(user.id, begins) == [(loop.edition, begins + (BY - FIRST_DAY))]
    assert not is_stopped(loop, user, begins)


def test_members_are_asked_by_name_or_all_and_only_who_works_by_it_is_told_of_a_stop(loop: Loop) -> None:
    """Whatever services they do; who reads is told by member, also where there is nobody to read."""
    chosen, other, empty = (make_organisation(name) for name in ("고른 기관", "다른 기관", "빈 기관"))
    reader = make_worker(Role.COOPERATIVE, "고른 직원", organisation=chosen)
    make_worker(Role.COOPERATIVE, "다른 직원", organisation=other)
    author, reviewer = make_user("새김", Role.COORDINATOR), make_user("새봄", Role.COORDINATOR)
    third = draft_edition(loop.edition.manual, "서식", size=ChangeSize.MAJOR, actor=author.actor, now=MORNING)
    asking = Asking(BY, some_members=frozenset({chosen.id, empty.id}))
    lead(third, reviewer, loop.office, asking, day=FIRST_DAY + DAY)
    release_due(day_bounds(FIRST_DAY + DAY)[0])
    assert {user.name for user in people_asked(third, TODAY)} == {"오세라", "고른 직원"}
    assert "고른 직원" not in {user.name for user in people_asked(loop.edition, TODAY)}
    assert (ask(day_bounds(BY - DAY)[0]), ask(day_bounds(BY)[0])) == (0, 2)
    reminded, stops = asked_by_mail(reader), asked_by_mail(loop.worker)
    assert ["확인해 주십시오" in reminded[0], "수락할 수 없습니다" in reminded[1]] == [True, False]
    assert "수락할 수 없습니다" in stops[-1]
    confirm_edition(third, actor=reader.actor, now=NOW)
    by_member = {each.organisation: (each.confirmed, len(each.people)) for each in readers_by_member(third, TODAY)}
    assert by_member == {"고른 기관": (1, 1), "빈 기관": (0, 0), loop.scene.slot.organisation.name: (0, 1)}
    fourth = draft_edition(loop.edition.manual, "모두", size=ChangeSize.MAJOR, actor=author.actor, now=MORNING)
    lead(fourth, reviewer, loop.office, Asking(BY, members=True), day=FIRST_DAY + 2 * DAY)
    chosen.left_on = TODAY - DAY
    db.session.flush()
    assert {user.name for user in people_asked(fourth, TODAY)} == {"오세라", "다른 직원"}


def test_a_manual_is_chosen_for_a_service_with_a_day_and_stops_nobody_at_once(loop: Loop) -> None:
    """The office is told whom it asks before anything is kept; those who are asked already keep their day."""
    service, office, moment = loop.scene.line.service, loop.office.actor, NOW
    confirm_edition(loop.edition, actor=loop.scene.worker, now=NOW)
    other = make_service("meals")
    make_offer(other, member := make_organisation("밥집"))
    make_offer(other, loop.scene.slot.organisation)
    cook = make_worker(Role.COOPERATIVE, "조리사", organisation=member)
    with pytest.raises(DomainError) as refused:
        choose_manual(other, loop.edition.manual_id, None, actor=office, now=moment)
    assert (refused.value.field, other.manual_id) == ("confirm_by", None)
    assert {"members": "밥집", "count": 1}.items() <= refused.value.params.items()
    with pytest.raises(DomainError, match="내일이나 그 뒤"):
        choose_manual(other, loop.edition.manual_id, TODAY, actor=office, now=moment)
    with pytest.raises(DomainError, match="부탁할 분이 없습니다"):
        choose_manual(service, loop.edition.manual_id, TODAY + DAY, actor=office, now=moment)
    with pytest.raises(Forbidden):
        choose_manual(other, None, None, actor=get_user(loop.edition.author_id).actor, now=moment)
    choose_manual(other, loop.edition.manual_id, TODAY + DAY, actor=office, now=moment)
    assert editions_and_days(cook.id, TODAY) == [(loop.edition, TODAY + DAY)]
    assert [each.split(" (")[-1] for each in asked_by_mail(cook)] == [f"{format_day(TODAY + DAY)}까지)"]
    assert ask(NOW) == 0
    stopped = [
        db.session.scalar(select(~read_up(loop.edition.manual_id, cook.id, stopped_if_due_before(day, Targets()))))
        for day in (TODAY + DAY + 7 * DAY, TODAY + DAY + 8 * DAY)
    ]
    assert stopped == [False, True]
