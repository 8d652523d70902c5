"""The timeline tells that somebody asked, wrote and was told, each in one line, and nothing of what they said."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.desk.queries.timeline import Event, Kind, timeline
from portal.coordinators.letters.states import LetterState
from portal.coordinators.requests.actions import answer_request, ask
from portal.coordinators.requests.states import RequestKind, RequestState
from portal.core.actors import Actor
from portal.notifications.settling import settle_unsent
from portal.notifications.states import Delivery, Unsent
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.coordinators import OFFICE
from tests.factories.referrals import Scene, make_scene, make_visit
from tests.factories.visiting import make_letter, messages
from tests.pages import parse, text_of

WORDS = "무릎이 아파서 장을 못 봅니다."


def told(scene: Scene, kind: Kind, viewer: Actor | None = None) -> list[Event]:
    events = timeline(scene.line.plan.case, viewer or scene.coordinator).items
    return [event for event in events if event.kind is kind]


def test_a_request_with_its_kind_and_how_it_stands(scene: Scene) -> None:
    request = ask(scene.person, RequestKind.MESSAGE, WORDS, actor=scene.resident, now=NOW)
    (event,) = told(scene, Kind.REQUEST)
    assert (event.what, event.mark, event.text, event.who) == (RequestKind.MESSAGE, RequestState.RECEIVED, "", "")
    answer_request(request, "금요일에 갑니다.", actor=scene.coordinator, now=NOW)
    (event,) = told(scene, Kind.REQUEST)
    assert event.mark is RequestState.ANSWERED


def test_a_wish_for_another_coordinator_only_to_the_office(scene: Scene) -> None:
    request = ask(scene.person, RequestKind.OTHER_COORDINATOR, WORDS, actor=scene.resident, now=NOW)
    answer_request(request, "찾아보겠습니다.", actor=OFFICE, now=NOW)
    assert told(scene, Kind.REQUEST) == []
    assert told(scene, Kind.MESSAGE) == []
    assert [event.what for event in told(scene, Kind.REQUEST, OFFICE)] == [RequestKind.OTHER_COORDINATOR]


def test_a_letter_with_whom_it_thanks(scene: Scene) -> None:
    make_letter(scene.person, scene.slot.organisation)
    (event,) = told(scene, Kind.LETTER)
    assert (event.what, event.mark, event.text) == (scene.slot.organisation.name, LetterState.RECEIVED, "")


class TestMessages:
    def test_to_the_person_with_how_they_stand_and_why_not(self, scene: Scene) -> None:
        make_visit(scene)
        (text,) = [one for one in messages("visit_booked") if one.person_id]
        (event,) = told(scene, Kind.MESSAGE)
        assert (event.what, event.mark, event.text) == ("visit_booked", Delivery.WAITING, "")
        settle_unsent(text, Unsent.REFUSED, NOW)
        (event,) = told(scene, Kind.MESSAGE)
        assert (event.mark, event.text) == (Delivery.FAILED, Unsent.REFUSED)

    def test_to_staff_or_to_other_households_stand_elsewhere(self, scene: Scene) -> None:
        make_visit(make_scene())
        make_visit(scene)
        assert len(told(scene, Kind.MESSAGE)) == 1


@pytest.fixture
def page(client: PortalClient, scene: Scene, session: Session) -> str:
    visit = make_visit(scene, scene.another_slot(days=10))
    ask(scene.person, RequestKind.MORE_HELP, WORDS, actor=scene.resident, now=NOW)
    (text,) = [one for one in messages("visit_booked") if one.person_id]
    settle_unsent(text, Unsent.REFUSED, NOW + timedelta(minutes=1))
    session.commit()
    client.sign_in(visit.referral.case.coordinator_id)
    return client.get(f"/households/{scene.person.household_id}").get_data(as_text=True)


def test_the_page_says_so_in_words(page: str) -> None:
    words = text_of(parse(page))
    for line in ("부탁: 다른 도움 부탁", "아직 읽지 않음", "알림: 방문 예약", "받을 수 없는 번호나 주소"):
        assert line in words
    assert "/requests/" in page


def test_the_residents_own_history_stays_as_it_is(client: PortalClient, scene: Scene, session: Session) -> None:
    make_visit(scene)
    session.commit()
    assert scene.resident.user_id is not None
    client.sign_in(scene.resident.user_id)
    assert "알림: 방문 예약" not in client.get("/my").get_data(as_text=True)
