"""What is done with a reported worry."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.queries import users_who_may
from portal.audit.steps import lock, take
from portal.core import clock
from portal.core.actors import ANONYMOUS, Actor
from portal.core.dongs import dong
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.db.numbers import next_number
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.monitoring.worries import queries
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import AFTER_THE_ALERT, ENDS, UNWRITTEN, WORRY_STATES, WorryState, WorryVerb
from portal.notifications.actions import About
from portal.residents.applications.models import Application

SUBJECT = "worry"
REPORTED = N_("걱정 소식이 들어왔습니다: %(dong)s")


def report_worry(
    *,
    dong_code: str,
    whereabouts: str,
    what: str,
    reporter_name: str,
    reporter_phone: str,
    may_ask: bool = False,
    code: str = "",
    now: datetime,
) -> Worry:
    """Take in a report; the reporter's name and phone may be empty, and neither history nor audit tell who it was.

    The telephone is kept of whoever said that we `may_ask` by it, which without one raises `DomainError`.
    With `code` the reporter may ask later whether somebody looked into it.
    """
    if may_ask and not reporter_phone:
        raise DomainError(N_("전화로 여쭈어도 되면 전화번호를 적어 주십시오."), "reporter_phone")
    number = next_number(db.session, Series.WORRY, clock.day_of(now).year)
    worry = Worry(
        number=number,
        dong_code=dong(dong_code).code,
        whereabouts=whereabouts,
        what=what,
        reporter_name=reporter_name,
        reporter_phone=reporter_phone if may_ask else "",
        may_ask=may_ask,
        code_digest=queries.digest_of(number, code) if code else "",
        reported_at=now,
        since_at=now,
    )
    db.session.add(worry)
    take(WORRY_STATES, worry, WorryVerb.REPORT, actor=ANONYMOUS, now=now)
    db.session.flush()
    words = REPORTED % {"dong": dong(dong_code).short_name}
    news = News(Matter.WORRY, About(SUBJECT, worry.id), words, f"/worries/{worry.id}")
    tell_staff(users_who_may(Permission.HOUSEHOLD_ALL), news, now=now)
    return worry


def handle_worry(
    worry: Worry, verb: WorryVerb, outcome: str, *, application_number: str = "", actor: Actor, now: datetime
) -> Worry:
    """Take `worry` a step further and keep what came of it; `outcome` may not be empty.

    A step after which nobody has looked into it yet stands in its history alone, also where it begins anew.
    `application_number` names the application that it led to, and belongs to no other step; unsaid, the one stays that
    was named before. Nothing ends that somebody
    has still a task about.
    """
    actor.require(Permission.WORRY_HANDLE)
    if not outcome:
        raise DomainError(N_("무엇을 하였는지 적어 주십시오."), "outcome")
    lock(worry)
    if verb in AFTER_THE_ALERT and worry.is_looked_for:
        raise DomainError(N_("이 소식으로 안부를 살피고 있습니다. 경보가 끝난 뒤 결과를 적어 주십시오."), "verb")
    if verb in ENDS and queries.has_open_task(worry):
        raise DomainError(N_("아직 맡긴 일이 있습니다. 먼저 마치거나 그만두어 주십시오."), "verb")
    application = _application_of(worry, verb, application_number)
    before = take(WORRY_STATES, worry, verb, actor=actor, now=now, note=outcome)
    is_written = worry.state not in UNWRITTEN
    worry.outcome = outcome if is_written else ""
    worry.handled_by_id, worry.handled_at = (actor.user_id, now) if is_written else (None, None)
    worry.application_id = application.id if application else None
    if verb is WorryVerb.REOPEN:
        worry.alert_id = None
    if worry.state is WorryState.REPORTED and before is not WorryState.REPORTED:
        worry.since_at = now
    db.session.flush()
    return worry


def begin_looking(worry: Worry, alert_id: UUID, what: str, *, actor: Actor, now: datetime) -> None:
    """The person has a file, and is looked for by this alert; whoever told of them waits for its end."""
    if WORRY_STATES.allows(worry.state, WorryVerb.BEGIN_LOOKING):
        handle_worry(worry, WorryVerb.BEGIN_LOOKING, what, actor=actor, now=now)
        worry.alert_id = alert_id
        db.session.flush()


def see_worries(alert_ids: Collection[UUID], *, actor: Actor, now: datetime) -> None:
    """These alerts ended, so somebody knows how the person is; what came of the worry is still to be written."""
    waiting = select(Worry).where(Worry.alert_id.in_(alert_ids), Worry.state == WorryState.REPORTED)
    for worry in db.session.scalars(waiting.order_by(Worry.id)).all():
        take(WORRY_STATES, worry, WorryVerb.SEE, actor=actor, now=now)
    db.session.flush()


def _application_of(worry: Worry, verb: WorryVerb, number: str) -> Application | None:
    if not number:
        stays = worry.application_id is not None and verb is WorryVerb.LEAD_TO_APPLICATION
        return db.session.get_one(Application, worry.application_id) if stays else None
    if verb is not WorryVerb.LEAD_TO_APPLICATION:
        raise DomainError(N_("신청을 받았을 때에만 신청 번호를 적습니다."), "application_number")
    application = queries.application_of(number)
    if application is None:
        raise DomainError(N_("이 번호의 신청이 없습니다. 번호를 다시 확인해 주십시오."), "application_number")
    if clock.day_of(application.received_at) < clock.day_of(worry.reported_at):
        raise DomainError(N_("이 소식보다 먼저 받은 신청입니다. 번호를 다시 확인해 주십시오."), "application_number")
    return application
