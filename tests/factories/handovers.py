"""Households on their way from one coordinator to another."""

from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import User
from portal.coordinators.caseload.actions import pair_again
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.handovers.models import Handover
from portal.extensions import db
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_coordinator, make_paired


def make_handover(case: CareCase | None = None, taker: User | None = None, *, now: datetime = NOW) -> Handover:
    """Begun, with nothing said by either side."""
    case = case or make_paired(make_coordinator("한지원"))
    taker = taker or make_coordinator("김하늘")
    pair_again(case, taker.id, reason="휴직", handover_note="가족이 멀리 삽니다.", actor=OFFICE, now=now)
    newest = select(Handover).where(Handover.case_id == case.id).order_by(Handover.begun_at.desc(), Handover.id.desc())
    return db.session.scalars(newest.limit(1)).one()
