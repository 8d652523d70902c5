"""Messages that did not arrive, and calls in their place."""

from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.backups.models import Restoration
from portal.duty.models import Shift
from portal.extensions import db
from portal.notifications.actions import Lasting
from portal.notifications.models import OutboxMessage
from portal.notifications.settling import settle_unsent
from portal.notifications.states import Unsent
from portal.residents.households.models import Person
from portal.residents.households.telling import tell_person
from tests.factories.consortium import NOW

ALWAYS = Lasting("nothing happens to it in a test")


def make_shift(user: User, starts_at: datetime = NOW, ends_at: datetime = NOW + timedelta(hours=12)) -> Shift:
    """Somebody on call, by default for the next twelve hours."""
    shift = Shift(user_id=user.id, phone="+821077776666", starts_at=starts_at, ends_at=ends_at)
    db.session.add(shift)
    db.session.flush()
    return shift


def make_restoration() -> Restoration:
    """The portal was restored a while ago, and nobody has decided about its messages."""
    restoration = Restoration(made_at=NOW - timedelta(hours=9), restored_at=NOW)
    db.session.add(restoration)
    db.session.flush()
    return restoration


def make_call(person: Person, why: Unsent = Unsent.REFUSED) -> OutboxMessage:
    """Something that a person was told in vain."""
    message = tell_person(person, "청소 방문 예약: 12월3일", subject="안내", kind="visit_booked", now=NOW, about=ALWAYS)
    settle_unsent(message, why, NOW)
    db.session.flush()
    return message
