"""Writes messages into the outbox, in the transaction of the act that causes them, and takes back what is not so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, literal, select

from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.phone import is_mobile
from portal.extensions import current_settings, db
from portal.notifications.models import OutboxEvent, OutboxMessage
from portal.notifications.rules import TEXT_BYTES, quiet_until, text_bytes
from portal.notifications.settling import note, settle, settle_unsent
from portal.notifications.states import FAILURES, Audience, CallOutcome, Channel, Delivery, Unsent
from portal.notifications.truth import hindrance, require_truth, untruth

_QUEUED = "queued messages"


@dataclass(frozen=True)
class About:
    """The subject of a message and what it says about it: a visit, and the time that is told."""

    kind: str
    id: UUID
    says: str = ""


@dataclass(frozen=True)
class Lasting:
    """In place of a subject: nothing makes the message untrue while it may go, `because`."""

    because: str


@dataclass(frozen=True)
class Concerns:
    """Whom a text tells of, whoever reads it. One that does not arrive is a call of the household, if one is named."""

    person_id: UUID
    household_id: UUID | None


@dataclass(frozen=True)
class Addressee:
    """A resident, and whatever they can be written to by."""

    person_id: UUID
    household_id: UUID
    phone: str | None
    email: str | None

    @property
    def channel(self) -> Channel:
        """By text where there is a mobile number and somebody carries texts, else by mail, else somebody telephones."""
        if self.phone and is_mobile(self.phone) and current_settings().carries_texts:
            return Channel.TEXT
        return Channel.MAIL if self.email else Channel.CALL


def signed(words: str) -> str:
    """The sender in brackets, then the words: whoever reads a message knows first who writes."""
    return f"[{current_settings().sender_name}] {words}"


def fits_text(body: str) -> bool:
    return text_bytes(signed(body)) <= TEXT_BYTES


def fitting(*bodies: str) -> str:
    """The first of several ways to say it that a text message has room for, the fullest first; else the last one."""
    return next(filter(fits_text, bodies), bodies[-1])


def tell_resident(
    addressee: Addressee,
    body: str,
    *,
    subject: str,
    kind: str,
    now: datetime,
    about: About | Lasting,
    not_after: datetime | None = None,
    for_safety: bool = False,
) -> OutboxMessage:
    """Tell somebody in care by whatever reaches them before `not_after`; what cannot go is kept for a call.

    A text is silent from 20 to 9 but for safety.
    """
    channel = addressee.channel
    message = OutboxMessage(channel=channel, audience=Audience.RESIDENT, body=body, recipient=addressee.phone or "")
    message.person_id, message.household_id = addressee.person_id, addressee.household_id
    if channel is Channel.TEXT:
        _as_text(message)
    elif channel is Channel.MAIL:
        message.recipient, message.subject = addressee.email or "", signed(subject)
    return _queue(message, kind, now, about, not_after, for_safety=for_safety)


def send_mail(
    recipient: str,
    subject: str,
    body: str,
    *,
    audience: Audience,
    kind: str,
    now: datetime,
    about: About | Lasting,
    not_after: datetime | None = None,
    is_secret: bool = False,
    calendar: str = "",
) -> OutboxMessage:
    """Queue a mail; its subject begins with the sender, and a `calendar` file (RFC 5545) may go along.

    `kind` names the message for the office ("staff_invitation"), `about` the thing that makes it untrue. It
    is given up at `not_after`; the body of a secret one (a code, a link that opens an account) is not kept.
    """
    message = OutboxMessage(
        channel=Channel.MAIL,
        audience=audience,
        recipient=recipient,
        subject=signed(subject),
        body=body,
        calendar=calendar,
    )
    return _queue(message, kind, now, about, not_after, is_secret=is_secret)


def send_text(
    recipient: str,
    body: str,
    *,
    audience: Audience,
    kind: str,
    now: datetime,
    about: About | Lasting,
    concerns: Concerns | None = None,
    for_safety: bool = False,
    not_after: datetime | None = None,
    is_secret: bool = False,
) -> OutboxMessage:
    """Queue a text message; with its sender at most 90 bytes (EUC-KR). Silent from 20 to 9 but for safety and codes.

    Whatever goes to a number of a resident or of a helper says whom it `concerns`.
    """
    message = OutboxMessage(channel=Channel.TEXT, audience=audience, recipient=recipient, body=body)
    if concerns is not None:
        message.person_id, message.household_id = concerns.person_id, concerns.household_id
    _as_text(message)
    return _queue(message, kind, now, about, not_after, for_safety=for_safety, is_secret=is_secret)


def _as_text(message: OutboxMessage) -> None:
    if not fits_text(message.body):
        raise DomainError(N_("문자 메시지가 90바이트를 넘습니다."))
    message.body = signed(message.body)


def _queue(
    message: OutboxMessage,
    kind: str,
    now: datetime,
    about: About | Lasting,
    not_after: datetime | None,
    *,
    for_safety: bool = False,
    is_secret: bool = False,
) -> OutboxMessage:
    is_quiet = message.channel is Channel.TEXT and not for_safety
    message.state, message.kind, message.is_secret = Delivery.WAITING, kind, is_secret
    message.created_at = now
    message.not_before_at = quiet_until(now) if is_quiet else now
    message.not_after_at = not_after
    if isinstance(about, About):
        require_truth(about.kind)
        message.subject_kind, message.subject_id, message.says = about.kind, about.id, about.says
    db.session.add(message)
    db.session.info.setdefault(_QUEUED, []).append(message)
    why = _hindrance(message, now)
    if why is not None:
        settle_unsent(message, why, now)
    return message


def _hindrance(message: OutboxMessage, now: datetime) -> Unsent | None:
    """Why a message is known not to go at the moment when it is queued."""
    if message.person_id is None:
        return None
    why = hindrance(message, now)
    if why is not None:
        return why
    if message.channel is Channel.CALL:
        return Unsent.NO_WAY
    is_missed = message.not_after_at is not None and message.not_after_at <= message.not_before_at
    return Unsent.NIGHT if is_missed else None


def about_again(message: OutboxMessage) -> About | Lasting:
    """What another message says that takes the place of `message`."""
    if message.subject_id is None:
        return Lasting("so was the message before")
    return About(message.subject_kind, message.subject_id, message.says)


def queued_messages() -> list[OutboxMessage]:
    """What the present act has queued so far, in the order in which it did."""
    return [message for message in db.session.info.get(_QUEUED, ()) if message in db.session]


def may_be_queued_again(message: OutboxMessage) -> bool:
    """Whether trying is of any use: what went, or was a secret, or has no address, is not tried again."""
    return message.why in (FAILURES | {Unsent.CUT_SHORT}) and not message.is_secret and message.called_at is None


def queue_again(message: OutboxMessage, *, by: str, now: datetime) -> None:
    """Let it wait to be sent anew; raises `Conflict` where it is of no use or not so any more."""
    db.session.flush()
    db.session.refresh(message, with_for_update=True)
    why = hindrance(message, now)
    if not may_be_queued_again(message) or why is not None:
        raise Conflict(N_("다시 보낼 수 없습니다. 이미 보냈거나, 바뀌었거나, 때가 지난 알림입니다."))
    message.attempts = 0
    message.not_before_at = quiet_until(now) if message.channel is Channel.TEXT else now
    settle(message, Delivery.WAITING, now, by=by)
    db.session.flush()


def note_arrival(message: OutboxMessage, *, by: str, now: datetime) -> None:
    """Somebody found out that a message of which nobody knew has arrived; raises `Conflict` for any other."""
    db.session.flush()
    db.session.refresh(message, with_for_update=True)
    if message.state is not Delivery.UNKNOWN:
        raise Conflict(N_("갔는지 모르는 알림이 아닙니다. 새로고침하여 확인해 주십시오."))
    settle(message, Delivery.SENT, now, by=by)
    db.session.flush()


def note_call(message: OutboxMessage, outcome: CallOutcome, *, by: str, now: datetime) -> None:
    """What came of a call in place of a message; only somebody who was not reached is called again."""
    message.call_outcome = outcome
    message.called_at = None if outcome is CallOutcome.NOT_REACHED else now
    event = OutboxEvent(at=now, state=message.state, why=message.why, outcome=outcome, by_name=by)
    note(message, event)


def readdress(addressee: Addressee, *, now: datetime) -> None:
    """Whatever waits for somebody goes where they are reached by now; what cannot go that way is left to a call."""
    db.session.flush()
    waiting = select(OutboxMessage).where(
        OutboxMessage.person_id == addressee.person_id,
        OutboxMessage.audience == Audience.RESIDENT,
        OutboxMessage.state == Delivery.WAITING,
    )
    for message in db.session.scalars(waiting.order_by(OutboxMessage.id).with_for_update()):
        is_text = message.channel is Channel.TEXT
        to = addressee.phone if is_text else addressee.email
        if to and (not is_text or is_mobile(to)):
            message.recipient = to
        else:
            settle_unsent(message, Unsent.NO_WAY, now)
    db.session.flush()


def keep_only_if(message: OutboxMessage, *, wanted: bool) -> None:
    """Write the act's rows, and take the message out again unless it is `wanted`: both take the same statements.

    For an answer whose time must not tell whether anybody is there.
    """
    db.session.flush()
    never = delete(OutboxMessage).where(OutboxMessage.id == message.id, literal(not wanted))
    db.session.execute(never, execution_options={"synchronize_session": False})
    if not wanted:
        db.session.expunge(message)


def discard_waiting(*, before: datetime, by: str, now: datetime) -> int:
    """Nothing that was queued before `before` and still waits is sent; tells how many messages that were."""
    waiting = (OutboxMessage.state == Delivery.WAITING) & (OutboxMessage.created_at < before)
    found = db.session.scalars(select(OutboxMessage).where(waiting).order_by(OutboxMessage.id).with_for_update()).all()
    for message in found:
        settle(message, Delivery.UNSENT, now, why=Unsent.DISCARDED, by=by)
    db.session.flush()
    return len(found)


def take_back_untrue(kind: str, subject_id: UUID, *, now: datetime) -> None:
    """Whatever waits to be said about a subject and is not so any more stays unsent, and stands so in the outbox."""
    db.session.flush()
    waiting = select(OutboxMessage).where(
        OutboxMessage.subject_id == subject_id,
        OutboxMessage.subject_kind == kind,
        OutboxMessage.state == Delivery.WAITING,
    )
    for message in db.session.scalars(waiting.order_by(OutboxMessage.id).with_for_update()):
        why = untruth(message, now)
        if why is not None:
            settle_unsent(message, why, now)
    db.session.flush()
