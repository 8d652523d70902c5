"""A form that arrives ten times at once acts once, and everybody gets the same answer."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.monitoring.worries.models import Worry
from portal.residents.applications.models import Application
from portal.residents.households.models import Person
from tests.never_broken.place import Place, all_at_once
from tools.load.applying import CHECK_PAGE, LAST_PAGE, fill_in_all
from tools.load.browser import Answer, Browser, Fields
from tools.load.server import Running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

TIMES, ROUNDS = 10, 20


@pytest.fixture
def running(place: Place) -> Iterator[Running]:
    with place.server() as running:
        yield running


def send_ten_times(visitor: Browser, path: str, fields: Fields) -> list[Answer]:
    """The same form with the same key on ten connections at once."""
    copies = [visitor.another() for _ in range(TIMES)]
    answers = all_at_once([partial(copy.post, path, fields) for copy in copies])
    for browser in (visitor, *copies):
        browser.close()
    return answers


def ways(answers: list[Answer]) -> set[tuple[int, str]]:
    return {(answer.status, answer.location) for answer in answers}


def test_a_worry_sent_ten_times_is_one_worry(place: Place, running: Running) -> None:
    seen: set[UUID] = set()
    for number in range(ROUNDS):
        visitor, where = Browser(running.port), f"월드컵로 {number}"
        typed = {"what": "문 앞에 우유가 쌓였습니다.", "whereabouts": where, "dong": "1144069000"}
        answers = send_ten_times(visitor, "/worry", {**visitor.get("/worry").hidden(), **typed})
        assert ways(answers) == {(303, "/worry/reported")}
        with place.engine.connect() as connection:
            found = connection.scalars(select(Worry.id).where(Worry.id.not_in(seen))).all()
            seen.update(found)
            told = connection.scalar(select(func.count()).where(AuditEntry.subject_id.in_(found)))
        assert (len(found), told) == (1, 1)


def test_an_application_sent_ten_times_is_one_application(place: Place, running: Running) -> None:
    for number in range(ROUNDS):
        visitor, phone = Browser(running.port), f"010{number:08d}"
        fill_in_all(visitor, phone)
        answers = send_ten_times(visitor, CHECK_PAGE, visitor.get(CHECK_PAGE).hidden())
        assert ways(answers) == {(303, LAST_PAGE)}
        of_phone = select(func.count(Application.id)).join(Person, Person.id == Application.person_id)
        with place.engine.connect() as connection:
            found = connection.scalar(of_phone.where(Person.phone == f"+8210{number:08d}"))
        assert found == 1
