"""Notes what came of a call, and texts a helper instead."""

from datetime import datetime

from portal.audit import actions as audit
from portal.coordinators.calls.queries import helpers_of_call
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.notifications.actions import Concerns, about_again, fitting, note_call, send_text
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, CallOutcome, Delivery
from portal.residents.households.queries import get_person

FOR_SOMEBODY = N_("%(name)s 님 %(body)s")


def record_call(message: OutboxMessage, outcome: CallOutcome, *, actor: Actor, now: datetime) -> None:
    """What came of telephoning; not reached, the call stays to be made."""
    actor.require(Permission.CALL_MAKE)
    if outcome is CallOutcome.HELPER_TEXTED:
        _text_helpers(message, now)
    note_call(message, outcome, by=actor.name, now=now)
    audit.record(
        "message.called",
        actor=actor,
        now=now,
        subject=("household", message.household_id) if message.household_id else None,
        outcome=outcome.value,
        kind=message.kind,
    )
    db.session.flush()


def words_to_say(message: OutboxMessage) -> str:
    """The words without the sender in brackets, who speaks for themselves on the telephone."""
    return message.body.partition("] ")[2] if message.body.startswith("[") else message.body


def words_aloud(message: OutboxMessage) -> str:
    """The same for whoever telephones, who must know when they are for somebody else than the person."""
    said = words_to_say(message)
    return f"{message.audience.words}: {said}" if message.audience is Audience.HELPER else said


def _text_helpers(message: OutboxMessage, now: datetime) -> None:
    """The same words, and whom they concern, to those who help the person and to whoever applied for them."""
    person = get_person(message.person_id) if message.person_id else None
    phones = helpers_of_call(message)
    if person is None or not phones:
        raise Conflict(N_("문자를 받을 도와주는 분이 없습니다."))
    said = words_to_say(message)
    body = fitting(FOR_SOMEBODY % {"name": mask_name(person.name), "body": said}, said)
    about, concerns = about_again(message), Concerns(person.id, message.household_id)
    queued = [
        send_text(phone, body, audience=Audience.HELPER, kind=message.kind, now=now, about=about, concerns=concerns)
        for phone in phones
    ]
    if not any(text.state is Delivery.WAITING for text in queued):
        raise Conflict(N_("지금은 문자를 보낼 수 없습니다. 전화로 알려 주십시오."))
