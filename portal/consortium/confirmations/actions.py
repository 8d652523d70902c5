"""Keeps who read an edition, and asks those who work by it once it is in force."""

from datetime import datetime

from portal.audit.actions import record
from portal.consortium.confirmations.models import ManualConfirmation
from portal.consortium.confirmations.queries import is_to_confirm, people_asked
from portal.consortium.confirmations.truth import KIND
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.manuals.models import ManualEdition
from portal.notifications.actions import About

ASKED = N_("바뀐 매뉴얼을 읽고 확인해 주십시오: %(title)s (%(day)s까지)")


def confirm_edition(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    """Keep that the actor read it; whoever is not asked has nothing to confirm."""
    actor.require(Permission.MANUAL_CONFIRM)
    if actor.user_id is None or not is_to_confirm(edition, actor.user_id, day_of(now)):
        raise Conflict(N_("확인을 부탁드린 판이 아니거나 이미 확인하셨습니다."))
    db.session.add(ManualConfirmation(edition_id=edition.id, user_id=actor.user_id, confirmed_at=now))
    subject = ("manual", edition.manual_id)
    record("manual.confirm", actor=actor, now=now, subject=subject, edition=edition.number)
    db.session.flush()


def ask_readers(edition: ManualEdition, now: datetime) -> None:
    """Whoever works by an edition that is to be confirmed hears of it when it comes into force."""
    if edition.confirm_by is None:
        return
    words = ASKED % {"title": edition.manual.title, "day": format_day(edition.confirm_by)}
    for user in people_asked(edition, day_of(now)):
        about = About(KIND, edition.id, str(user.id))
        tell_staff([user], News(Matter.MANUAL, about, words, "/manual-confirmations"), now=now)
