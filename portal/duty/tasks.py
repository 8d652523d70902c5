"""The mail of the day: what is not told yet, in one mail to each who wants it so."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.core.clock import SEOUL, day_of
from portal.core.keeping import Retention, over_before
from portal.core.messages import N_
from portal.core.workdays import is_workday
from portal.db.expiring import Expiring
from portal.duty.models import Shift, StaffNotice
from portal.duty.queries import absences, in_place_of
from portal.duty.states import CARE
from portal.extensions import db
from portal.notifications.actions import Lasting, send_mail
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience
from portal.notifications.truth import untruth

DIGEST_FROM = time(8, 30)
KEPT = timedelta(days=90)
JUST_ASKED = Lasting("each line was asked when the mail was made")
SUBJECT = N_("오늘 살펴볼 것 %(number)d건")
LINE = N_("- %(what)s: %(words)s\n  %(url)s")


def send_digests(now: datetime) -> int:
    """On a working day from half past eight on, whatever waits; answers how many mails were queued.

    What comes during the day waits for the next morning, so a mail goes out once a day.
    """
    local = now.astimezone(SEOUL)
    if not is_workday(local.date()) or local.time() < DIGEST_FROM:
        return 0
    this_morning = datetime.combine(local.date(), DIGEST_FROM, SEOUL)
    untold = select(StaffNotice).where(StaffNotice.told_at.is_(None), StaffNotice.at < this_morning)
    shown = untold.order_by(StaffNotice.at, StaffNotice.id).options(joinedload(StaffNotice.user))
    sent = sum(_mail(user, notices, now) for user, notices in _by_reader(db.session.scalars(shown).all(), now))
    db.session.flush()
    return sent


def _by_reader(notices: Sequence[StaffNotice], now: datetime) -> Iterator[tuple[User, list[StaffNotice]]]:
    """What each reads today: of whoever is away, what is about households goes to those who see to them."""
    away = absences({notice.user_id: notice.user for notice in notices}.values(), now)
    read: dict[User, list[StaffNotice]] = defaultdict(list)
    for notice in notices:
        if notice.matter in CARE:
            for user in in_place_of(notice.user, away.get(notice.user_id)):
                read[user].append(notice)
        elif notice.user_id not in away or away[notice.user_id].reads_along:
            read[notice.user].append(notice)
    yield from read.items()


def _mail(user: User, notices: list[StaffNotice], now: datetime) -> bool:
    for notice in notices:
        notice.told_at = now
    still_so = [notice for notice in notices if _is_so(notice, now)]
    if user.disabled_at is not None or not user.email or not still_so:
        return False
    lines = [LINE % {"what": notice.matter.words, "words": notice.words, "url": notice.url} for notice in still_so]
    subject = SUBJECT % {"number": len(still_so)}
    send_mail(
        user.email, subject, "\n".join(lines), audience=Audience.STAFF, kind="staff_digest", now=now, about=JUST_ASKED
    )
    return True


def _is_so(notice: StaffNotice, now: datetime) -> bool:
    """Asked as of a message: what has been seen to meanwhile need not be looked at."""
    about = {"subject_kind": notice.subject_kind, "subject_id": notice.subject_id, "says": notice.says}
    return untruth(OutboxMessage(**about, created_at=notice.at), now) is None


NOTICES = Expiring(StaffNotice, lambda now: StaffNotice.at < now - KEPT)
SHIFTS = Expiring(Shift, lambda now: Shift.ends_at < over_before(Retention.ACTIVITY, day_of(now)))
