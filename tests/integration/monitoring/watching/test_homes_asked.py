"""Which homes are watched, which nobody ever asked, and what the others answered."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.core.errors import NotFound
from portal.monitoring.watching.asking import homes, homes_of, keep_wish
from portal.monitoring.watching.models import WatchAsking
from portal.monitoring.watching.states import HomesView, WatchWish
from tests.client import PortalClient
from tests.factories.calls import make_due
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator
from tests.factories.devices import OFFICE, make_device
from tests.factories.referrals import make_person
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite
DAY = timedelta(days=1)


@pytest.fixture
def coordinator(session: Session) -> User:
    return make_coordinator()


def unasked(coordinator: User) -> CareCase:
    """Somebody to contact today who lives alone and never said anything to being watched."""
    return make_due(person=make_person(), coordinator=coordinator)


def listed(view: HomesView, viewer: User) -> list[CareCase]:
    return list(homes(view, 1, viewer=viewer.actor).items)


class TestTheLists:
    def test_who_lives_alone_in_care_stands_there_until_somebody_asks(self, coordinator: User) -> None:
        case, together = unasked(coordinator), unasked(coordinator)
        together.household.lives_alone = False
        unasked(make_coordinator())
        assert listed(HomesView.NEVER, coordinator) == [case]
        keep_wish(case.household_id, WatchWish.LATER, actor=coordinator.actor, now=NOW)
        assert listed(HomesView.NEVER, coordinator) == []
        assert listed(HomesView.LATER, coordinator) == [case]

    def test_the_last_answer_counts(self, coordinator: User) -> None:
        case = unasked(coordinator)
        for days, wish in enumerate((WatchWish.LATER, WatchWish.WANTS, WatchWish.DECLINES)):
            keep_wish(case.household_id, wish, actor=coordinator.actor, now=NOW + days * DAY)
        where = {view: listed(view, coordinator) for view in HomesView}
        assert [view for view, found in where.items() if found] == [HomesView.DECLINES]
        home = homes_of([case.household_id])[case.household_id]
        assert (home.wish, home.asked_at, home.is_to_be_asked) == (WatchWish.DECLINES, NOW + 2 * DAY, False)

    def test_a_home_with_a_device_is_watched_by_it_and_was_asked_for_the_consent(self, session: Session) -> None:
        device = make_device()
        case = homes(HomesView.WATCHED, 1, viewer=OFFICE).items[0]
        home = homes_of([device.household_id])[device.household_id]
        assert case.household_id == device.household_id
        assert (home.eyes, home.wish, home.is_to_be_asked) == ((device.kind,), WatchWish.WANTS, False)
        assert homes(HomesView.NEVER, 1, viewer=OFFICE).items == []

    def test_nobody_writes_of_homes_of_others(self, session: Session, coordinator: User) -> None:
        case = unasked(make_coordinator())
        with pytest.raises(NotFound):
            keep_wish(case.household_id, WatchWish.WANTS, actor=coordinator.actor, now=NOW)
        assert session.scalars(select(WatchAsking)).all() == []


@time_machine.travel(NOW, tick=False)
def test_the_answer_is_kept_by_a_button_and_shown_on_the_page_of_the_household(
    client: PortalClient, session: Session, coordinator: User
) -> None:
    case = unasked(coordinator)
    client.sign_in(coordinator.id)
    own = f"/households/{case.household_id}"
    assert "여쭌 적 없음" in words_of(client.get(own).text)
    assert f"{own}/watching/asked/later" in client.get("/watching").text
    client.post(f"/calls/{case.household_id}/take")
    occasion = "기기로 안부를 살피기를 원하시는지 아직 여쭙지 못했습니다"
    assert occasion in words_of(client.get(f"/calls/{case.household_id}").text)
    back = "/watching?view=never"
    assert client.post(f"{own}/watching/asked/declines", data={"back": back}).location == back
    assert "원하지 않으심 2026" in words_of(client.get(own).text)
    assert occasion not in words_of(client.get(f"/calls/{case.household_id}").text)
    assert str(case.household_id) not in client.get("/watching").text
    assert str(case.household_id) in client.get("/watching?view=declines").text
