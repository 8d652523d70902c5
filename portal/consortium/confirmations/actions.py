"""Keeps who read an edition, and asks those who work by it: each once, with one reminder before accepting stops."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.catalogue.models import Service
from portal.consortium.confirmations.models import ManualAsked, ManualConfirmation
from portal.consortium.confirmations.queries import (
    asked_no_more,
    asking_of,
    edition_to_ask,
    is_to_confirm,
    members_of,
    newcomers_day,
    newly_asked,
    people_asked,
    unconfirmed,
    untold,
    works_by,
)
from portal.consortium.confirmations.rules import refuse_day_of_choice, stops_after
from portal.consortium.confirmations.truth import KIND
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.manuals.models import ManualEdition
from portal.notifications.actions import About

ASKED = N_("바뀐 매뉴얼을 읽고 확인해 주십시오: %(title)s (%(day)s까지)")
STOPS = N_("매뉴얼을 아직 확인하지 않으셨습니다: %(title)s (%(day)s이 지나면 새 연계를 수락할 수 없습니다)")
REMINDED = N_("매뉴얼을 아직 확인하지 않으셨습니다: %(title)s (%(day)s까지)")
WHOM = N_(
    "저장하면 바로 %(members)s의 직원 %(count)d명에게 ‘%(title)s’ 제%(number)d판의 확인을 부탁합니다. "
    "언제까지 확인할지 정해 주십시오."
)


def confirm_edition(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    """Keep that the actor read it; whoever is not asked has nothing to confirm."""
    actor.require(Permission.MANUAL_CONFIRM)
    if actor.user_id is None or not is_to_confirm(edition, actor.user_id, day_of(now)):
        raise Conflict(N_("확인을 부탁드린 판이 아니거나 이미 확인하셨습니다."))
    db.session.add(ManualConfirmation(edition_id=edition.id, user_id=actor.user_id, confirmed_at=now))
    subject = ("manual", edition.manual_id)
    record("manual.confirm", actor=actor, now=now, subject=subject, edition=edition.number)
    db.session.flush()


def choose_manual(
    service: Service, manual_id: UUID | None, confirm_by: date | None, *, actor: Actor, now: datetime
) -> None:
    """Let a service be done by a manual. Whoever is asked to read it because of that hears of it at once.

    Nobody is asked untold: raises `DomainError` beside `confirm_by`, naming whom it asks, until a later day is given.
    """
    actor.require(Permission.CATALOGUE_MANAGE)
    lock(service)
    edition = edition_to_ask(manual_id)
    people = newly_asked(edition, service, day_of(now)) if edition else []
    refuse_day_of_choice(confirm_by, today=day_of(now), asks=bool(people))
    if edition and people and confirm_by is None:
        raise DomainError(
            WHOM,
            "confirm_by",
            members=", ".join(members_of(people)),
            count=len(people),
            title=edition.manual.title,
            number=edition.number,
        )
    service.manual_id = manual_id
    db.session.flush()
    db.session.expire(service, ["manual"])
    record("service.manual", actor=actor, now=now, subject=("service", service.id))
    if edition and confirm_by:
        _ask(edition, people, confirm_by, now)


def ask_readers(edition: ManualEdition, now: datetime) -> None:
    """Whoever works by an edition that is to be confirmed hears of it when it comes into force."""
    if edition.confirm_by is not None:
        _ask(edition, people_asked(edition, day_of(now)), edition.confirm_by, now)


def ask_who_came_later(now: datetime) -> int:
    """Whoever works by a manual since it changed hears of it, too, with days of their own; answers how many.

    For whoever stopped working by it and begins again that begins anew.
    """
    today = day_of(now)
    for asking in asked_no_more(today):
        db.session.delete(asking)
    db.session.flush()
    found = untold(today)
    for edition, user in found:
        _ask(edition, [user], newcomers_day(edition, today), now)
    return len(found)


def remind_readers(now: datetime) -> int:
    """From the day on by which they were to confirm, until accepting stops; answers how many."""
    today, warned = day_of(now), timedelta(days=current_settings().target.manual_warning_days)
    asked = [each for each in unconfirmed(today - warned, today, today) if day_of(each.asked_at) < today]
    for each in asked:
        each.reminded_at = now
        _tell(each.edition, each.user, _reminder(each, now), now)
    return len(asked)


def _ask(edition: ManualEdition, people: Iterable[User], confirm_by: date, now: datetime) -> None:
    for user in people:
        asking = asking_of(edition, user)
        if asking is None:
            asking = ManualAsked(edition=edition, user=user)
            db.session.add(asking)
        asking.confirm_by, asking.asked_at, asking.reminded_at = confirm_by, now, None
        _tell(edition, user, ASKED % _about(asking, confirm_by), now)
    db.session.flush()


def _reminder(asking: ManualAsked, now: datetime) -> str:
    if _is_stopped_by(asking, now):
        return STOPS % _about(asking, _last_day(asking))
    return REMINDED % _about(asking, asking.confirm_by)


def _is_stopped_by(asking: ManualAsked, now: datetime) -> bool:
    return works_by(asking.edition, asking.user.id, day_of(now))


def _last_day(asking: ManualAsked) -> date:
    return stops_after(asking.confirm_by, current_settings().target)


def _about(asking: ManualAsked, day: date) -> dict[str, str]:
    return {"title": asking.edition.manual.title, "day": format_day(day)}


def _tell(edition: ManualEdition, user: User, words: str, now: datetime) -> None:
    about = About(KIND, edition.id, str(user.id))
    tell_staff([user], News(Matter.MANUAL, about, words, "/manual-confirmations"), now=now)
