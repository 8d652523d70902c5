"""What happens on the waiting list by the clock."""

from datetime import datetime
from uuid import UUID

from portal.coordinators.waitlist.actions import end_what_is_over
from portal.coordinators.waitlist.looking import Looking
from portal.coordinators.waitlist.offering import (
    keep_places,
    late_offers,
    let_lapse,
    note_hindrances,
    places_wanted,
)
from portal.coordinators.waitlist.queries import services_waited_for
from portal.coordinators.waitlist.withdrawing import withdraw_broken
from portal.db.engine import only_reading
from portal.extensions import db


def offer_what_is_free(now: datetime) -> int:
    """Pass on what nobody answered for, take back what can be had no more, end what is over, and keep new places.

    Answers how many are kept.

    Each is a transaction of its own, and whoever is looked for keeps nobody from booking meanwhile.
    """
    for wait_id in late_offers(now):
        let_lapse(wait_id, now)
        db.session.commit()
    withdraw_broken(now=now)
    db.session.commit()
    end_what_is_over(now)
    db.session.commit()
    return sum(_offer_service(service_id, now) for service_id in services_waited_for())


def _offer_service(service_id: UUID, now: datetime) -> int:
    db.session.commit()
    looking = Looking(now)
    with only_reading():
        wanted = places_wanted(service_id, looking)
        db.session.commit()
    kept = keep_places(wanted, looking)
    db.session.commit()
    note_hindrances(service_id, looking)
    db.session.commit()
    return kept
