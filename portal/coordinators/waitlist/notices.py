"""What the coordinator is told of a place that came free; nobody's name."""

from datetime import datetime

from portal.coordinators.gate.states import Hindrance
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.core.dates import format_moment, format_span
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About, take_back_untrue
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Unsent
from portal.residents.applications.states import Urgency

OFFER = "place_offer"
FREE = N_("대기하던 %(service)s 자리가 났습니다. %(until)s까지 답해 주십시오.")
BODY = N_(
    "대기 명단의 차례가 되어 %(service)s 자리(%(span)s)를 잡아 두었습니다.\n"
    "%(until)s까지 연계하지 않으면 다음 분께 넘어갑니다.\n\n%(url)s\n"
)

GONE = N_("대기하던 %(service)s 자리(%(span)s)를 쓸 수 없게 되었습니다. 까닭: %(why)s. 순서는 그대로입니다.")
WITHDRAWN = "withdrawn"
"""What a message says of a place that is kept no more."""


def tell_of_offer(entry: WaitEntry, now: datetime) -> None:
    """Tell whoever sees to the household; it stands on their desk, too."""
    offer = entry.offer
    if offer is None:
        return
    path = f"/waiting-list/{entry.id}"
    words = {
        "service": entry.service.name,
        "span": format_span(offer.slot.starts_at, offer.slot.ends_at),
        "until": format_moment(offer.until_at),
        "url": f"{current_settings().base_url}{path}",
    }
    news = News(
        Matter.PLACE,
        About(OFFER, offer.id),
        FREE % words,
        path,
        body=BODY % words,
        is_urgent=entry.urgency is Urgency.URGENT,
    )
    tell_staff([entry.case.coordinator], news, now=now, audience=Audience.COORDINATOR)


def tell_of_withdrawal(entry: WaitEntry, offer: PlaceOffer, why: Hindrance, now: datetime) -> None:
    """What waits to be told of the place is taken back; whoever sees to the household hears that it is gone."""
    take_back_untrue(OFFER, offer.id, now=now)
    span = format_span(offer.slot.starts_at, offer.slot.ends_at)
    words = GONE % {"service": entry.service.name, "span": span, "why": why.words}
    news = News(Matter.PLACE, About(OFFER, offer.id, WITHDRAWN), words, f"/waiting-list/{entry.id}")
    tell_staff([entry.case.coordinator], news, now=now, audience=Audience.COORDINATOR)


def untruth_of_offer(message: OutboxMessage, now: datetime) -> Unsent | None:
    """The place is still kept, and there is time to answer; or it is gone, and they wait still."""
    offer = db.session.get(PlaceOffer, message.subject_id) if message.subject_id else None
    if offer is not None and message.says == WITHDRAWN:
        return None if offer.entry.closed_at is None else Unsent.ENDED
    if offer is None or offer.ended_at is not None:
        return Unsent.ENDED
    return Unsent.LATE if offer.until_at <= now else None
