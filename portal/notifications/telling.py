"""What a screen says about messages: made of what was queued, never of what the act usually does."""

from datetime import datetime

from flask import flash

from portal.core.clock import day_of
from portal.core.dates import format_clock, format_moment
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.notifications.actions import queued_messages
from portal.notifications.models import OutboxMessage
from portal.notifications.queries import has_arrived
from portal.notifications.rules import quiet_until
from portal.notifications.states import UNREACHED, Audience, Channel, Delivery, Unsent
from portal.web.access import current_actor
from portal.web.labels import label
from portal.web.words import gettext as _

SENDS = {
    Channel.TEXT: N_("%(to)s 문자를 보냅니다."),
    Channel.MAIL: N_("%(to)s 메일을 보냅니다."),
}
SENDS_LATER = N_("%(to)s %(when)s에 문자를 보냅니다.")
TO_CALL = {
    Unsent.NO_WAY: N_("%(to)s 문자를 보낼 번호가 없습니다. 전화로 알려 주십시오."),
    Unsent.STOPPED: N_("%(to)s 문자와 메일을 보내지 않기로 했습니다. 전화로 알려 주십시오."),
    Unsent.NIGHT: N_("%(to)s 보낼 문자가 제때 닿지 않습니다. 전화로 알려 주십시오."),
}
ONESELF = N_("본인께")
BECAME = {
    Delivery.WAITING: N_("%(channel)s: %(when)s에 보냅니다."),
    Delivery.SENDING: N_("%(channel)s: 지금 보내고 있습니다."),
    Delivery.SENT: N_("%(channel)s: %(when)s에 보냈습니다."),
    Delivery.FAILED: N_("%(channel)s: 보내지 못했습니다(%(why)s)."),
    Delivery.UNKNOWN: N_("%(channel)s: 갔는지 모릅니다(%(why)s)."),
    Delivery.UNSENT: N_("%(channel)s: 보내지 않았습니다(%(why)s)."),
}
ARRIVED = N_("%(channel)s: %(when)s에 보냈고 도착했습니다.")
AT_ONCE = N_("%(channel)s: 곧 보냅니다.")
NOTHING_TO_THE_DEAD = N_("돌아가신 분께는 아무것도 보내지 않습니다.")


def flash_with_messages(words: str) -> None:
    """Tell what was done and who hears of it; in the tone of a warning where somebody has to telephone."""
    messages = queued_messages()
    sentences = [words, *dict.fromkeys(filter(None, map(sentence, messages)))]
    must_call = any(message.why in UNREACHED and not _is_own(message.audience) for message in messages)
    flash(" ".join(sentences), "warning" if must_call else "success")


def sentence(message: OutboxMessage) -> str:
    """What is said of one message; "" of one that has no meaning any more."""
    if message.state is Delivery.WAITING:
        late = message.not_before_at if message.is_put_off else None
        return _sends(message.audience, message.channel, late, message.created_at)
    if message.why is Unsent.DIED:
        return _(NOTHING_TO_THE_DEAD)
    if message.why not in TO_CALL or _is_own(message.audience):
        return ""
    return _(TO_CALL[message.why], to=label(message.audience))


def what_became(message: OutboxMessage, now: datetime) -> str:
    """How one message stands: 문자: 09:00에 보냈습니다."""
    words, at = BECAME[message.state], message.sent_at or message.not_before_at
    if message.state is Delivery.SENT and has_arrived(message):
        words = ARRIVED
    elif message.state is Delivery.WAITING and at <= now:
        words = AT_ONCE
    when = format_clock(at) if day_of(at) == day_of(now) else format_moment(at)
    return _(words, channel=label(message.channel), when=when, why=label(message.why) if message.why else "")


def _is_own(audience: Audience) -> bool:
    """Whether who acts is who hears of it."""
    return audience is Audience.RESIDENT and current_actor().can(Permission.MY_FILE)


def _whom(audience: Audience) -> str:
    return _(ONESELF) if _is_own(audience) else label(audience)


def promise(audience: Audience, channel: Channel, now: datetime, *, is_stopped: bool = False) -> str:
    """What a page says beforehand about a message that an act at `now` would send."""
    if is_stopped:
        return _(TO_CALL[Unsent.STOPPED], to=label(audience))
    if channel is Channel.CALL:
        return _(TO_CALL[Unsent.NO_WAY], to=label(audience))
    at = quiet_until(now) if channel is Channel.TEXT else now
    return _sends(audience, channel, at if at > now else None, now)


def _sends(audience: Audience, channel: Channel, late: datetime | None, now: datetime) -> str:
    if late is None:
        return _(SENDS[channel], to=_whom(audience))
    is_today = day_of(late) == day_of(now)
    return _(SENDS_LATER, to=_whom(audience), when=format_clock(late) if is_today else format_moment(late))
