"""A member asks, the lead agency advises, and one of both says what was done."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.consulting.files import FILES
from portal.consortium.consulting.models import Consulting, ConsultingFile
from portal.consortium.consulting.queries import SUBJECT, files_of
from portal.consortium.consulting.rules import refuse_day
from portal.consortium.consulting.searching import let_be_found
from portal.consortium.consulting.states import CONSULTING_STATES, ConsultingField, ConsultingState, ConsultingVerb
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.added import of_sent, refuse_more
from portal.documents.sent import Sent
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
    let_be_found(found)
    return found


def advise(found: Consulting, advice: str, advised_by: str, on: date, *, actor: Actor, now: datetime) -> None:
    """Say what the lead agency advises, or say it anew; the member hears of it."""
    actor.require(Permission.CONSULTING_MANAGE)
    refuse_day(on, "advised_on", after=found.asked_on, today=day_of(now))
    take(CONSULTING_STATES, found, ConsultingVerb.ADVISE, actor=actor, now=now)
    found.advice, found.advised_by, found.advised_on = advice, advised_by, on
    db.session.flush()
    let_be_found(found)
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
    let_be_found(found)


def reopen_consulting(found: Consulting, *, actor: Actor, now: datetime) -> None:
    """What was told as done is not; its words stay."""
    actor.require(Permission.CONSULTING_ASK)
    _refuse_other(found.organisation_id, actor)
    take(CONSULTING_STATES, found, ConsultingVerb.REOPEN, actor=actor, now=now)
    found.done_on = None
    db.session.flush()


def add_file(found: Consulting, title: str, sent: Sent, *, actor: Actor, now: datetime) -> ConsultingFile:
    """The member and the office add what belongs to a question or an advice, until it is done."""
    actor.require(Permission.CONSULTING_ASK)
    _open_to(found, actor)
    refuse_more(len(files_of(found)))
    FILES.store().put(sent[0], db.session)
    file = ConsultingFile(consulting=found, title=title, added_at=now, added_by_id=actor.user_id, **of_sent(sent))
    db.session.add(file)
    _record("attach", found, actor, now)
    return file


def remove_file(file: ConsultingFile, *, actor: Actor, now: datetime) -> None:
    """Whoever added it, or the office; the file goes with the next sweep."""
    actor.require(Permission.CONSULTING_ASK)
    found = file.consulting
    _open_to(found, actor)
    if file.added_by_id != actor.user_id:
        actor.require(Permission.CONSULTING_MANAGE)
    db.session.delete(file)
    _record("detach", found, actor, now)


def _open_to(found: Consulting, actor: Actor) -> None:
    _refuse_other(found.organisation_id, actor)
    lock(found)
    if found.state is ConsultingState.DONE:
        raise Conflict(N_("조치한 기록입니다. 조치하는 중으로 돌린 뒤 파일을 바꿉니다."))


def _record(deed: str, found: Consulting, actor: Actor, now: datetime) -> None:
    db.session.flush()
    let_be_found(found)
    record(f"{SUBJECT}.{deed}", actor=actor, now=now, subject=(SUBJECT, found.id))


def _refuse_other(organisation_id: UUID, actor: Actor) -> None:
    if not actor.can(Permission.CONSULTING_MANAGE) and actor.organisation_id != organisation_id:
        raise Forbidden
