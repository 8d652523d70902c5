"""What follows when a programme that pays ends: coordinators hear, and see which lines and visits it does not reach."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.benefits.programmes.actions import end_programme
from portal.benefits.programmes.models import Programme
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.followers.programmes import lines_losing_support
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.ledger import choose, make_edition, make_paying
from tests.factories.referrals import Scene, make_scene, make_visit
from tests.pages import parse, text_of

LAST = TODAY + timedelta(days=3)


@pytest.fixture
def programme(scene: Scene) -> Programme:
    """It pays the line of the scene."""
    paying = make_paying(scene.slot.service, name="마포 돌봄")
    choose(scene.line, paying)
    return paying


def end(programme: Programme, last_day: date = LAST) -> None:
    end_programme(programme, last_day, actor=OFFICE, now=NOW)


def losing() -> list[tuple[str, date, int]]:
    return [(one.programme.name, one.last_day, one.booked_after) for one in lines_losing_support(today=TODAY)]


def told(scene: Scene) -> list[str]:
    db.session.flush()
    about = (StaffNotice.matter == Matter.PROGRAMME, StaffNotice.user_id == scene.coordinator.user_id)
    return list(db.session.scalars(select(StaffNotice.words).where(*about)))


def test_the_line_stands_on_a_list_with_what_is_booked_after_the_last_day(scene: Scene, programme: Programme) -> None:
    make_visit(scene)
    make_visit(scene, scene.another_slot(days=10))
    assert losing() == []
    end(programme)
    assert losing() == [("마포 돌봄", LAST, 1)]


def test_each_coordinator_hears_once_of_their_own_lines(scene: Scene, programme: Programme) -> None:
    other, third = make_scene(), make_scene()
    choose(other.line, programme)
    choose(third.line, make_paying(third.slot.service))
    end(programme)
    words = f"마포 돌봄이 {LAST.year}. {LAST.month}. {LAST.day}."
    assert [one.startswith(words) and one.endswith("1건") for one in told(scene)] == [True]
    assert len(told(other)) == 1
    assert told(third) == []


class TestLeavesTheList:
    def test_once_somebody_else_pays(self, scene: Scene, programme: Programme) -> None:
        end(programme)
        choose(scene.line, None, now=NOW + timedelta(hours=1))
        assert losing() == []

    def test_once_the_programme_goes_on(self, scene: Scene, programme: Programme) -> None:
        end(programme)
        make_edition(programme, scene.slot.service, starts_on=LAST + timedelta(days=1))
        assert losing() == []

    def test_with_the_case(self, scene: Scene, programme: Programme) -> None:
        end(programme)
        close_case(scene.line.plan.case, ClosureReason.GOAL_MET, "", actor=scene.coordinator, now=NOW)
        assert losing() == []


def test_a_programme_that_outlasts_the_plan_troubles_nobody(scene: Scene, programme: Programme) -> None:
    end(programme, scene.line.until_on)
    assert (losing(), told(scene)) == ([], [])


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("now")
class TestPage:
    def test_shows_the_coordinator_their_lines_and_where_to_choose(
        self, client: PortalClient, scene: Scene, programme: Programme, session: Session
    ) -> None:
        end(programme)
        session.commit()
        client.sign_in(scene.line.plan.case.coordinator_id)
        page = client.get("/bookings").get_data(as_text=True)
        assert "지원이 끝나는 계획 항목" in page
        address = f"/households/{scene.person.household_id}/plan/lines/{scene.line.id}/payer"
        assert address in page
        assert "마포 돌봄" in text_of(parse(client.get(address).get_data(as_text=True)))

    def test_shows_a_co_operative_nothing_of_who_pays(
        self, client: PortalClient, scene: Scene, programme: Programme, session: Session
    ) -> None:
        end(programme)
        session.commit()
        client.sign_in(scene.worker.user_id or make_staff().id)
        assert "지원이 끝나는 계획 항목" not in client.get("/bookings").get_data(as_text=True)
