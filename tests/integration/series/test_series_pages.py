"""The screens of regular visits: what is asked was seen, one answer books all, and who may see them."""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.benefits.programmes.states import Absence
from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.states import ServiceGroup
from portal.coordinators.series.actions import ask_series
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.queries import referrals_of
from portal.coordinators.series.states import SeriesState
from portal.coordinators.visits.models import Visit
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import Scene, make_scene, make_user
from tests.factories.series import FIRST, make_running, make_series, weekly, wish_of
from tests.integration.ledger.scenes import TWO_HOURS, make_paid
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite
SEEN = re.compile(r'name="seen"[^>]*value="([0-9a-f]*)"')


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def user_of(actor: Actor) -> UUID:
    assert actor.user_id is not None
    return actor.user_id


def typed(scene: Scene, **values: str) -> dict[str, str]:
    return {
        "place": f"{scene.slot.organisation_id}|10:00",
        "rhythm": "weekly",
        "every": "1",
        "first_on": FIRST.isoformat(),
        "times": "4",
        "on_holiday": "skip",
        "takes_gaps": "no",
        **values,
    }


def test_nothing_is_asked_that_was_not_seen(client: PortalClient, scene: Scene) -> None:
    slots = weekly(scene, 4)
    address, coordinator = f"/series/lines/{scene.line.id}", user_of(scene.coordinator)
    db.session.commit()
    client.sign_in(coordinator)
    shown = client.post(address, data=typed(scene, look="1"))
    assert shown.status_code == 200
    assert "이대로 요청하기" in shown.text
    assert "12월 15일" in words_of(shown.text)
    seen = SEEN.search(shown.text)
    assert seen is not None
    db.session.get_one(Slot, slots[1].id).closed_at = NOW
    db.session.commit()
    again = client.post(address, data=typed(scene, ask="1", seen=seen[1]))
    assert "아직 요청하지 않았습니다" in again.text
    assert db.session.scalars(select(CareSeries)).all() == []
    newer = SEEN.search(again.text)
    assert newer is not None
    refused = client.post(address, data=typed(scene, ask="1", seen=newer[1]))
    assert refused.status_code == 422
    assert "방문할 수 없는 날이 1일" in words_of(refused.text)
    asked = client.post(address, data=typed(scene, ask="1", seen=newer[1], takes_gaps="yes"))
    assert asked.status_code == 303
    series = db.session.scalars(select(CareSeries)).one()
    page = words_of(client.get(f"/series/{series.id}").text)
    assert "매주 화요일 10:00" in page
    assert "방문이 없는 날" in page


def test_one_answer_books_all(client: PortalClient, scene: Scene) -> None:
    series = make_series(scene)
    series_id, worker = series.id, user_of(scene.worker)
    stranger = make_user(Role.COOPERATIVE, "남의조합", organisation=make_organisation("한걸음협동조합")).id
    db.session.commit()
    client.sign_in(stranger)
    assert client.get(f"/series/{series_id}").status_code == 404
    client.sign_in(worker)
    desk = words_of(client.get("/referrals").text)
    assert "답할 정기 방문" in desk
    assert "홍길동" not in desk
    assert "답할 연계 1건" in desk
    assert "답을 기다리는 연계가 없습니다" not in desk
    assert client.post(f"/series/{series_id}/accept", data={"worker": ""}).status_code == 303
    assert db.session.get_one(CareSeries, series_id, populate_existing=True).state is SeriesState.RUNNING
    assert len(db.session.scalars(select(Visit)).all()) == 4
    again = client.post(f"/series/{series_id}/accept", data={"worker": ""})
    assert "notice-danger" in again.text, "why nothing happened is said"


def test_an_answer_that_is_owed_is_seen_to_as_one(client: PortalClient, scene: Scene) -> None:
    series = make_series(scene)
    day, household_id, coordinator = referrals_of(series)[0].id, series.household_id, user_of(scene.coordinator)
    series.answer_due_at = NOW - timedelta(hours=1)
    for referral in referrals_of(series):
        referral.answer_due_at = series.answer_due_at
    address = f'href="/series/{series.id}'
    db.session.commit()
    client.sign_in(coordinator)
    assert address in client.get(f"/households/{household_id}").text
    assert address in client.get(f"/referrals/{day}").text


def test_what_is_passed_on_outside_has_no_regular_visits(client: PortalClient, scene: Scene) -> None:
    weekly(scene, 4)
    scene.line.service.group = ServiceGroup.CARE_SOS_LINKED
    line_id, household_id, coordinator = scene.line.id, scene.line.plan.case.household_id, user_of(scene.coordinator)
    db.session.commit()
    with pytest.raises(Conflict):
        ask_series(scene.line, wish_of(scene), takes_gaps=True, note="", actor=scene.coordinator, now=NOW)
    client.sign_in(coordinator)
    away = client.get(f"/series/lines/{line_id}")
    assert (away.status_code, away.location) == (302, f"/referrals/lines/{line_id}")
    assert f"/series/lines/{line_id}" not in client.get(f"/households/{household_id}/plan").text


def test_what_ends_soon_is_listed_and_goes_on(client: PortalClient, scene: Scene) -> None:
    series = make_running(scene)
    scene.another_slot(days=29, starts_at=time(10))
    series_id, line_id, coordinator = series.id, scene.line.id, user_of(scene.coordinator)
    household_id, ends = series.household_id, series.last_on
    db.session.commit()
    client.sign_in(coordinator)
    assert "정기 방문이 곧 끝남" not in client.get("/today").text
    with time_machine.travel(NOW + timedelta(days=(ends - FIRST).days - 7), tick=False):
        client.sign_in(coordinator)
        assert "정기 방문이 곧 끝남" in client.get("/today").text
        assert "이어 가기" in client.get("/series").text
        extend = client.get(f"/series/{series_id}/extend").text
        assert (ends + timedelta(weeks=1)).isoformat() in extend
        assert f"/series/lines/{line_id}" in client.get(f"/households/{household_id}/plan").text


def test_a_co_operative_reads_nothing_of_somebodys_support(client: PortalClient, session: Session) -> None:
    """What the coordinator reads of a day that the support does not reach is to the co-operative a day without more."""
    paid = make_paid(annual_cap=2 * TWO_HOURS)
    scene = paid.scene
    weekly(scene, 3)
    wish = wish_of(scene, times=3)
    series = ask_series(scene.line, wish, takes_gaps=True, note="", actor=scene.coordinator, now=NOW)
    address, worker, coordinator = f"/series/{series.id}", user_of(scene.worker), user_of(scene.coordinator)
    db.session.commit()
    client.sign_in(coordinator)
    assert "남은 지원으로 모자람" in client.get(address).text
    assert "답을 기다리는 정기 방문" in client.get("/referrals/unanswered").text
    assert client.post(f"{address}/remind").status_code == 303
    client.sign_in(worker)
    shown = words_of(client.get(address).text)
    assert "맡길 수 없는 날" in shown
    assert "남은 지원" not in shown
    client.post(f"{address}/decline", data={"reason": "no_capacity", "note": ""})
    client.sign_in(coordinator)
    elsewhere = words_of(client.get(f"{address}/extend").text)
    assert "다른 곳에 요청하기" in elsewhere
    assert "거절한 곳" in elsewhere


def test_what_stopping_costs_is_said_before(client: PortalClient, session: Session) -> None:
    paid = make_paid(absence_percent={Absence.CANCELLED_LATE: 50})
    series = make_running(paid.scene)
    address, coordinator = f"/series/{series.id}", user_of(paid.scene.coordinator)
    db.session.commit()
    with time_machine.travel(NOW + timedelta(hours=12), tick=False):
        client.sign_in(coordinator)
        shown = words_of(client.get(f"{address}/stop").text)
    assert "남은 방문: 4번 · 2026. 11. 24.(화)부터 2026. 12. 15.(화)까지" in shown
    assert shown.count("늦은 취소로 남습니다") == 1
    assert "값의 50%가 남습니다" in shown
