"""What follows when a service of the catalogue ends: coordinators hear of the lines that go on after it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.catalogue.actions import end_service, resume_service
from portal.coordinators.followers.services import hanging_on, lines_losing_service, untruth_of_service
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.residents.applications.models import ApplicationService
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_application
from tests.factories.referrals import Scene, make_scene, make_visit

LAST = TODAY + timedelta(days=3)


def end(scene: Scene) -> None:
    end_service(scene.line.service, LAST, actor=OFFICE, now=NOW)


def told(scene: Scene) -> list[str]:
    db.session.flush()
    about = (StaffNotice.matter == Matter.PROGRAMME, StaffNotice.user_id == scene.coordinator.user_id)
    return list(db.session.scalars(select(StaffNotice.words).where(*about)))


def test_coordinators_hear_once_of_their_own_lines(scene: Scene) -> None:
    other = make_scene()
    end(scene)
    (words,) = told(scene)
    assert words.endswith("계획 항목 1건")
    assert told(other) == []
    assert lines_losing_service(today=TODAY) == [scene.line]


def test_a_line_that_ends_before_troubles_nobody(scene: Scene) -> None:
    scene.line.until_on = LAST
    end(scene)
    assert (told(scene), lines_losing_service(today=TODAY)) == ([], [])


def test_what_was_said_is_true_until_the_service_goes_on(scene: Scene) -> None:
    end(scene)
    said = OutboxMessage(subject_kind="service", subject_id=scene.line.service_id, says=LAST.isoformat())
    assert untruth_of_service(said, NOW) is None
    resume_service(scene.line.service, actor=OFFICE, now=NOW)
    assert untruth_of_service(said, NOW) is Unsent.SUPERSEDED


@pytest.mark.on_sqlite
def test_the_office_reads_before_what_hangs_on_it(client: PortalClient, session: Session) -> None:
    scene = make_scene()
    make_visit(scene)
    application = make_application()
    application.services.append(ApplicationService(service_id=scene.line.service_id))
    db.session.flush()
    hanging = hanging_on(scene.line.service, NOW)
    assert (hanging.lines, hanging.bookings, hanging.applications) == (1, 1, 1)
    office = make_staff()
    address = f"/catalogue/{scene.line.service.code}"
    with time_machine.travel(NOW, tick=False):
        client.sign_in(office.id)
        shown = client.get(f"{address}/end").get_data(as_text=True)
        assert "합의한 계획 항목 1건" in shown
        assert client.post(f"{address}/end", data={"valid_to": LAST.isoformat()}).status_code == 303
        assert "다시 제공하기" in client.get(address).get_data(as_text=True)
