"""Somebody moves, told on the screen of the facts: what is booked with who does not go there stands on the list."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.coordinators.gate.broken import broken_for
from portal.coordinators.gate.states import Hindrance, WayOut
from tests.client import PortalClient
from tests.factories.consortium import MANGWON, NOW
from tests.factories.referrals import Scene, make_visit
from tests.factories.visiting import messages
from tests.pages import parse, sent_by, text_of

ELSEWHERE = "1144055500"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def address(scene: Scene, client: PortalClient, session: Session) -> str:
    make_visit(scene)
    session.commit()
    client.sign_in(scene.line.plan.case.coordinator_id)
    return f"/households/{scene.person.household_id}/facts/address"


def move(client: PortalClient, at: str, **told: str) -> None:
    page = sent_by(client.get(at).get_data(as_text=True), "shown")
    sent = {name: value for name, value in page.items() if name not in ("form_key", "csrf_token")}
    assert client.post(at, data=sent | told | {"reason": "이사"}).status_code == 303


def test_to_where_the_co_operative_does_not_go(client: PortalClient, scene: Scene, address: str) -> None:
    move(client, address, address="서울 마포구 성산로 1", dong_code=ELSEWHERE)
    (broken,) = broken_for(scene.coordinator, now=NOW)
    assert (broken.hindrance, broken.is_booked) == (Hindrance.DONG, True)
    assert WayOut.ELSEWHERE in broken.ways_out
    assert "가지 않는 동" in text_of(parse(client.get("/bookings").get_data(as_text=True)))
    assert len(messages("bookings_broken")) == 2
    move(client, address, dong_code=MANGWON)
    assert broken_for(scene.coordinator, now=NOW) == []


def test_to_another_street_of_a_dong_that_is_served(client: PortalClient, scene: Scene, address: str) -> None:
    move(client, address, address="서울 마포구 포은로 2")
    assert broken_for(scene.coordinator, now=NOW) == []
