"""How a message is named in a list: what it is, and an address of which enough is left to recognise it."""

from portal.core.masking import mask_phone
from portal.notifications.kinds import kind_words
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel
from portal.web.words import gettext as _


def words_of_kind(message: OutboxMessage) -> str:
    """What it is."""
    return _(kind_words(message.kind))


def masked_recipient(message: OutboxMessage) -> str:
    """010-****-5678, ho***@example.kr; "-" where there is none."""
    if not message.recipient:
        return "-"
    if message.channel is not Channel.MAIL:
        return mask_phone(message.recipient)
    name, _at, host = message.recipient.partition("@")
    return f"{name[:2]}***@{host}"
