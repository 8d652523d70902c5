"""Who hears that no device sees somebody: the coordinator at once, the office when it has been so for a day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.coordinators.caseload.told import coordinator_of
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.monitoring.watching.models import Watch
from portal.monitoring.watching.rules import UNSEEN_FOR
from portal.monitoring.watching.scope import is_watched
from portal.notifications.actions import About
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.web.agenda import Deed, Desk, Item, Whom
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

SUBJECT = "unseen"
"""The people of one coordinator whom no device sees, by whose id they are known."""

OF_OFFICE = "office"
LIST = "/calls?kind=blind"
SHOWN_AT_MOST = 50
AT_ONCE = N_("기기로 볼 수 없는 분이 %(count)d명 있습니다. 전화로 안부를 여쭤 주십시오.")
STILL = N_("아직 기기로 볼 수 없고 통화도 못 한 분이 %(count)d명 있습니다: %(name)s 코디네이터")


def tell_of_unseen(now: datetime) -> int:
    """Each once, one line for each coordinator however many there are; answers of how many somebody was told."""
    new = _found(Watch.told_coordinator_at.is_(None))
    long = _found(Watch.told_office_at.is_(None), Watch.to_call_since <= now - UNSEEN_FOR)
    for coordinator, watches in _by_coordinator(new):
        news = News(Matter.UNSEEN, About(SUBJECT, coordinator.id), AT_ONCE % {"count": len(watches)}, LIST)
        tell_staff([coordinator], news, now=now)
    for coordinator, watches in _by_coordinator(long):
        words = STILL % {"count": len(watches), "name": coordinator.name}
        news = News(Matter.UNSEEN, About(SUBJECT, coordinator.id, OF_OFFICE), words, LIST)
        tell_staff(users_who_may(Permission.APPLICATION_PAIR), news, now=now)
    for watch, _coordinator in new:
        watch.told_coordinator_at = now
    for watch, _coordinator in long:
        watch.told_office_at = now
    db.session.flush()
    return len(new) + len(long)


def _found(*conditions: ColumnElement[bool]) -> Sequence[tuple[Watch, User]]:
    found = (
        select(Watch, User)
        .join(User, User.id == coordinator_of(Watch.household_id))
        .where(Watch.to_call_since.is_not(None), is_watched(), *conditions)
    )
    rows = db.session.execute(found.order_by(Watch.to_call_since, Watch.household_id))
    return [(watch, user) for watch, user in rows]


def _by_coordinator(found: Sequence[tuple[Watch, User]]) -> list[tuple[User, list[Watch]]]:
    watches: dict[User, list[Watch]] = defaultdict(list)
    for watch, coordinator in found:
        watches[coordinator].append(watch)
    return list(watches.items())


def untruth_of_unseen(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """Nobody is told of people who were all heard of since."""
    of_office = (Watch.told_office_at.is_not(None),) if message.says == OF_OFFICE else ()
    return None if any(user.id == message.subject_id for _watch, user in _found(*of_office)) else Unsent.ENDED


def _waiting(_desk: Desk) -> Iterator[Item]:
    """Those of whom the office was told."""
    found = (
        select(Watch)
        .where(Watch.told_office_at.is_not(None), is_watched())
        .options(joinedload(Watch.person))
        .order_by(Watch.to_call_since, Watch.household_id)
    )
    for watch in db.session.scalars(found.limit(SHOWN_AT_MOST)):
        if watch.to_call_since is not None:
            yield _item(watch.household_id, watch.to_call_since, watch.person.name)


def _item(household_id: UUID, since: datetime, name: str) -> Item:
    url = url_for("watching.household", household_id=household_id)
    return Item(
        key=f"unseen-{household_id}",
        what=_("기기로 볼 수 없는 분 살피기"),
        whom=Whom(mask_name(name), url, None),
        since=since,
        due=since + UNSEEN_FOR,
        weight=Weight.ALARM,
        deeds=(Deed(_("살펴보기"), url), Deed(_("전화 걸기"), LIST)),
    )


UNSEEN = Waiting(N_("기기로 볼 수 없는 분"), Permission.CALL_MAKE, _waiting)
