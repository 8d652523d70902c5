"""A restored portal sends nothing until the office has decided; what somebody asked for since then goes."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.backups.actions import discard_messages, release_messages
from portal.backups.models import Restoration
from portal.backups.states import HeldMessages
from portal.core.errors import Conflict, Forbidden
from portal.core.permissions import Role
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel, Delivery, Unsent
from portal.notifications.tasks import drain
from portal.web.agenda import Desk
from portal.web.waiting import all_waiting
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import COORDINATOR, OFFICE
from tests.integration.notifications.test_drain import NOON, Postbox, at, queue
from tests.pages import parse, text_of


@pytest.fixture
def restoration(session: Session) -> Restoration:
    """Of a portal with two messages that wait, one of them past its time."""
    queue(session)
    queue(session, not_after=NOON + timedelta(minutes=15))
    found = Restoration(made_at=NOON, restored_at=NOON + timedelta(hours=1))
    session.add(found)
    session.commit()
    return found


LATER = NOON + timedelta(hours=2)


def states(session: Session) -> list[tuple[Delivery, Unsent | None]]:
    session.rollback()
    session.expire_all()
    return [(row.state, row.why) for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def sent(session: Session) -> int:
    return drain({Channel.MAIL: Postbox()}, at(LATER))


class TestHeld:
    def test_nothing_leaves(self, session: Session, restoration: Restoration) -> None:
        assert sent(session) == 0
        assert states(session) == [(Delivery.WAITING, None)] * 2

    def test_a_code_that_somebody_asks_for_leaves(self, session: Session, restoration: Restoration) -> None:
        queue(session, is_secret=True)
        code = session.scalars(select(OutboxMessage).where(OutboxMessage.is_secret)).one()
        assert sent(session) == 0, "it came with the back-up"
        code.created_at = LATER
        session.commit()
        assert sent(session) == 1

    def test_released_what_is_in_time_leaves(self, session: Session, restoration: Restoration) -> None:
        release_messages(restoration, actor=OFFICE, now=LATER)
        session.commit()
        assert sent(session) == 1
        assert states(session) == [(Delivery.SENT, None), (Delivery.UNSENT, Unsent.LATE)]

    def test_discarded_nothing_of_then_leaves(self, session: Session, restoration: Restoration) -> None:
        assert discard_messages(restoration, actor=OFFICE, now=LATER) == 2
        session.commit()
        assert sent(session) == 0
        assert states(session) == [(Delivery.UNSENT, Unsent.DISCARDED)] * 2

    def test_it_is_decided_once_and_by_the_office(self, session: Session, restoration: Restoration) -> None:
        with pytest.raises(Forbidden):
            release_messages(restoration, actor=COORDINATOR, now=LATER)
        release_messages(restoration, actor=OFFICE, now=LATER)
        with pytest.raises(Conflict):
            discard_messages(restoration, actor=OFFICE, now=LATER)
        assert (restoration.decision, restoration.decided_by) == (HeldMessages.RELEASED, OFFICE.name)


class TestPage:
    def test_it_tells_how_many_wait_and_takes_the_decision(
        self, client: PortalClient, session: Session, restoration: Restoration
    ) -> None:
        office = make_user(Role.OFFICE)
        client.sign_in(office.id)
        shown = text_of(parse(client.get("/backups").get_data(as_text=True)))
        assert "기다리는 알림 2건, 그 가운데 때가 지난 것 1건" in shown
        with client.application.test_request_context("/"):
            words = [entry.item.what for entry in all_waiting(Desk(office.actor, LATER))]
        assert "백업에서 되살린 포털: 보내지 않고 기다리는 알림 2건" in words
        client.post(f"/backups/restorations/{restoration.id}/discard")
        assert states(session) == [(Delivery.UNSENT, Unsent.DISCARDED)] * 2
        assert "기다리는 알림" not in text_of(parse(client.get("/backups").get_data(as_text=True)))
