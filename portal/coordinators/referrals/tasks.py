"""What happens to referrals by the clock: a co-operative is reminded, a coordinator hears of silence."""

from datetime import datetime

from sqlalchemy import or_, select

from portal.coordinators.referrals import notices
from portal.coordinators.referrals.cascade import UNDO_LASTS, go_on, open_cascade
from portal.coordinators.referrals.models import Cascade, Referral
from portal.coordinators.referrals.queries import asked_alone
from portal.coordinators.referrals.rules import is_answer_due_soon
from portal.coordinators.referrals.states import ReferralState
from portal.core.urgency import is_overdue
from portal.duty.queries import was_told
from portal.duty.states import Matter
from portal.extensions import db
from portal.residents.households.locking import lock_household

WAITING = Referral.state == ReferralState.REQUESTED


def go_on_asking(now: datetime) -> int:
    """Ask the next co-operative where one declined or let its time pass, and the coordinator allowed it.

    Each is a transaction of its own that begins with the household, as the acts of everybody else do.
    """
    declined = (Referral.state == ReferralState.DECLINED) & (Referral.answered_at <= now - UNDO_LASTS)
    silent = WAITING & (Referral.answer_due_at < now) & asked_alone()
    due = select(Referral.id, Referral.household_id).join(Cascade, Cascade.plan_line_id == Referral.plan_line_id)
    due = due.where(Cascade.ended_at.is_(None), or_(declined, silent)).order_by(Referral.requested_at, Referral.id)
    found, asked = db.session.execute(due).all(), 0
    for referral_id, household_id in found:
        lock_household(household_id)
        still = due.with_only_columns(Referral).where(Referral.id == referral_id)
        own = still.with_for_update(of=Referral, key_share=True, skip_locked=True)
        referral = db.session.scalar(own.execution_options(populate_existing=True))
        cascade = open_cascade(referral.plan_line_id) if referral else None
        asked += referral is not None and cascade is not None and go_on(referral, cascade, now) is not None
        db.session.commit()
    return asked


def watch_answers(now: datetime) -> None:
    """Remind the co-operative once before its time runs out, and tell the coordinator once when it has.

    Asked anew, both are so again: what was told before this time was over told of another one.
    """
    for referral in _waiting():
        if is_overdue(referral.answer_due_at, now):
            if not was_told(Matter.UNANSWERED, referral.id, since=referral.answer_due_at):
                notices.notify_of_silence(referral, now)
        elif referral.answer_reminded_at is None and is_answer_due_soon(referral.asked_at, referral.answer_due_at, now):
            referral.answer_reminded_at = now
            notices.remind_cooperative(referral, now)
    db.session.flush()


def _waiting() -> list[Referral]:
    query = select(Referral).where(WAITING, asked_alone()).order_by(Referral.answer_due_at, Referral.id)
    return list(db.session.scalars(query.with_for_update(skip_locked=True)))
