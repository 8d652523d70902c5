"""The page on which the office sees back-ups and drills, and decides about the messages of a restored portal."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.backups import actions, queries
from portal.backups.models import Backup, Drill
from portal.backups.rules import BACKUP_WITHIN, DRILL_WITHIN, is_too_old
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.web.access import current_actor, requires
from portal.web.agenda import Deed, Desk, Item
from portal.web.pages import page
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

bp = Blueprint("backups", __name__)


@bp.get("/backups")
@requires(Permission.BACKUP_MANAGE)
def backups() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    restoration = queries.undecided_restoration(actor)
    return page(
        "backups/backups.html",
        backups=queries.backups(actor),
        drills=queries.drills(actor),
        restoration=restoration,
        held=queries.held_messages(restoration, now) if restoration else None,
        is_set_up=current_settings().backs_up,
    )


@bp.post("/backups/restorations/<uuid:restoration_id>/release")
@requires(Permission.BACKUP_MANAGE)
def release(restoration_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.release_messages(queries.get_restoration(restoration_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("기다리던 알림을 보내기 시작합니다. 때가 지났거나 바뀐 것은 보내지 않습니다."))
    return redirect(url_for(".backups"))


@bp.post("/backups/restorations/<uuid:restoration_id>/discard")
@requires(Permission.BACKUP_MANAGE)
def discard(restoration_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    restoration = queries.get_restoration(restoration_id, viewer=actor)
    number = actions.discard_messages(restoration, actor=actor, now=clock.now())
    flash(_("백업에 들어 있던 알림 %(number)d건을 보내지 않기로 했습니다.", number=number))
    return redirect(url_for(".backups"))


def _waiting(desk: Desk) -> Iterator[Item]:
    """Messages that wait for a decision; back-ups and drills that failed or are too old."""
    restoration = queries.undecided_restoration(desk.viewer)
    if restoration is not None:
        number = queries.held_messages(restoration, desk.now).waiting
        words = _("백업에서 되살린 포털: 보내지 않고 기다리는 알림 %(number)d건", number=number)
        yield _item("held", words, restoration.restored_at)
    if current_settings().backs_up:
        yield from _late(queries.backups(desk.viewer)[:1], queries.drills(desk.viewer)[:1], desk.now)


def _late(backups: list[Backup], drills: list[Drill], now: datetime) -> Iterator[Item]:
    """The newest of each, where there is one."""
    made_at = backups[0].made_at if backups else None
    tried_at = drills[0].started_at if drills else None
    if is_too_old(made_at, BACKUP_WITHIN, now):
        yield _item("late", _("마지막 백업이 너무 오래되었습니다"), made_at or now)
    if drills and drills[0].problems:
        yield _item("drill", _("백업을 되살리는 연습이 실패했습니다"), drills[0].started_at)
    elif made_at is not None and is_too_old(tried_at, DRILL_WITHIN, now):
        yield _item("drill", _("백업을 되살려 본 지 너무 오래되었습니다"), tried_at or made_at)


def _item(which: str, words: str, since: datetime) -> Item:
    deeds = (Deed(_("백업 보기"), url_for("backups.backups")),)
    return Item(key=f"backup-{which}", what=words, since=since, due=since, deeds=deeds)


WAITS = Waiting(N_("백업"), Permission.BACKUP_MANAGE, _waiting)
