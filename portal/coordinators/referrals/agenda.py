"""Referrals to act on, and those that wait for a co-operative, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, String, and_, exists, func, not_, type_coerce

from portal.consortium.capacity.models import Slot
from portal.coordinators.caseload.told import whom
from portal.coordinators.gate.broken import STANDS
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import UNSETTLED, asked_alone, is_to_act_on
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.referrals.told import told_of_referrals
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.urgency import Weight
from portal.web.agenda import Deed, Desk, Item, Source, Told
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.words import gettext as _

S = ReferralState
TO_BE_DONE = {
    S.ACCEPTED: (N_("%(service)s 예약하기"), N_("예약하기")),
    S.REQUESTED: (N_("%(service)s 답이 오지 않음"), N_("연계 보기")),
    S.BOOKED: (N_("%(service)s 동의 확인하기"), N_("연계 보기")),
    S.ON_HOLD: (N_("%(service)s 다시 시작하기"), N_("다시 시작하기")),
}
AGAIN = N_("%(service)s 다시 연계하거나 마치기"), N_("다시 연계하기")


def _referrals(desk: Desk, *conditions: ColumnElement[bool]) -> Select[Any]:
    found = told_of_referrals(
        desk,
        id=Referral.id,
        number=Referral.number,
        state=type_coerce(Referral.state, String()),
        since=func.coalesce(Referral.ended_at, Referral.answered_at, Referral.requested_at, type_=Slot.starts_at.type),
        due_at=Referral.answer_due_at,
    )
    return found.where(UNSETTLED, *conditions).order_by(Referral.answer_due_at, Referral.id)


def _open_rows(desk: Desk) -> Select[Any]:
    """What broke, a lacking consent among it, is told by the gate."""
    slot_is_to_come = exists().where(Slot.id == Referral.slot_id, Slot.starts_at > desk.now)
    is_told = exists().where(BookingBreak.referral_id == Referral.id, STANDS)
    return _referrals(desk, is_to_act_on(desk.now), not_(and_(is_told, slot_is_to_come)))


def _open_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    """An answer is acted upon on the day on which it came; one that is overdue was due before."""
    for row in rows:
        state = S(row.state or "")
        what, deed = TO_BE_DONE.get(state, AGAIN)
        yield Item(
            key=f"act-{row.id}",
            what=_(what, service=row.words),
            mark=(label(state), state.tone),
            whom=whom(row),
            more=f"{said(row.number or '', Series.REFERRAL)} · {row.more}",
            since=row.since,
            due=row.due_at if state is S.REQUESTED else day_of(row.since),
            deeds=(Deed(_(deed), url_for("referrals.referral", referral_id=row.id), shortcut="r"),),
        )


def _asked_rows(desk: Desk) -> Select[Any]:
    return _referrals(desk, Referral.state == S.REQUESTED, Referral.answer_due_at >= desk.now, asked_alone())


def _asked_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"awaiting-{row.id}",
            what=_("%(service)s 답을 기다림", service=row.words),
            whom=whom(row),
            more=f"{said(row.number or '', Series.REFERRAL)} · {row.more}",
            since=row.since,
            due=row.due_at,
            weight=Weight.WATCH,
            deeds=(Deed(_("연계 보기"), url_for("referrals.referral", referral_id=row.id)),),
        )


TO_ACT_ON = Source(N_("처리할 연계"), Permission.REFERRAL_MANAGE, _open_rows, _open_items)
ASKED = Source(N_("답을 기다리는 연계"), Permission.REFERRAL_MANAGE, _asked_rows, _asked_items, "referrals.unanswered")
