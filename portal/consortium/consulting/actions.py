"""A member asks, the lead agency advises, and one of both says what was done."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit.steps import take
from portal.consortium.consulting.models import Consulting
from portal.consortium.consulting.queries import SUBJECT
from portal.consortium.consulting.rules import refuse_day
from portal.consortium.consulting.states import CONSULTING_STATES, ConsultingField, ConsultingVerb
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

ADVISED = N_("컨설팅 조언이 왔습니다: %(topic)s")
BODY = N_(
    "물어보신 일에 조언을 적었습니다: %(topic)s\n"
    "읽어 보시고, 조치하신 뒤 무엇을 하셨는지 적어 주십시오.\n\n%(url)s\n\n%(office)s"
)


@dataclass(frozen=True, slots=True)
class Question:
    """`asked_by` is whoever of the member asked, at the office or in writing."""

    field: ConsultingField
    topic: str
    question: str
    asked_on: date
    asked_by: str


def ask_consulting(organisation_id: UUID, question: Question, *, actor: Actor, now: datetime) -> Consulting:
    """A member asks for itself; the office writes down what any of them asked."""
    actor.require(Permission.CONSULTING_ASK)
    _refuse_other(organisation_id, actor)
    refuse_day(question.asked_on, "asked_on", after=None, today=day_of(now))
    found = Consulting(organisation_id=organisation_id, noted_at=now)
    for name in ("field", "topic", "question", "asked_on", "asked_by"):
        setattr(found, name, getattr(question, name))
    db.session.add(found)
    take(CONSULTING_STATES, found, ConsultingVerb.ASK, actor=actor, now=now)
    db.session.flush()
    return found


def advise(found: Consulting, advice: str, advised_by: str, on: date, *, actor: Actor, now: datetime) -> None:
    """Say what the lead agency advises, or say it anew; the member hears of it."""
    actor.require(Permission.CONSULTING_MANAGE)
    refuse_day(on, "advised_on", after=found.asked_on, today=day_of(now))
    take(CONSULTING_STATES, found, ConsultingVerb.ADVISE, actor=actor, now=now)
    found.advice, found.advised_by, found.advised_on = advice, advised_by, on
    db.session.flush()
    settings = current_settings()
    words = {
        "topic": found.topic,
        "url": f"{settings.base_url}/consulting/{found.id}",
        "office": settings.office_name,
    }
    send_mail(
        found.organisation.email,
        ADVISED % words,
        BODY % words,
        audience=Audience.COOPERATIVE,
        kind="consulting_advised",
        now=now,
        about=About(SUBJECT, found.id),
    )


def tell_done(found: Consulting, done: str, on: date, *, actor: Actor, now: datetime) -> None:
    """Say what became of the advice."""
    actor.require(Permission.CONSULTING_ASK)
    _refuse_other(found.organisation_id, actor)
    refuse_day(on, "done_on", after=found.advised_on, today=day_of(now))
    take(CONSULTING_STATES, found, ConsultingVerb.DO, actor=actor, now=now)
    found.done, found.done_on = done, on
    db.session.flush()


def reopen_consulting(found: Consulting, *, actor: Actor, now: datetime) -> None:
    """What was told as done is not; its words stay."""
    actor.require(Permission.CONSULTING_ASK)
    _refuse_other(found.organisation_id, actor)
    take(CONSULTING_STATES, found, ConsultingVerb.REOPEN, actor=actor, now=now)
    found.done_on = None
    db.session.flush()


def _refuse_other(organisation_id: UUID, actor: Actor) -> None:
    if not actor.can(Permission.CONSULTING_MANAGE) and actor.organisation_id != organisation_id:
        raise Forbidden
