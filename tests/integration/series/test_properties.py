"""Whatever places are taken and whatever is left of a cap: regular visits overbook nothing, and cost what is booked."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.consortium.capacity.models import Slot
from portal.coordinators.referrals.models import Referral
from portal.coordinators.series.actions import ask_series
from portal.coordinators.series.answering import accept_series
from portal.coordinators.visits.models import Visit
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.extensions import db
from tests.databases import selected_kind
from tests.factories.consortium import NOW
from tests.factories.ledger import choose, make_paying
from tests.factories.referrals import make_scene
from tests.factories.series import weekly, wish_of
from tests.integration.ledger.scenes import TWO_HOURS, Paid

WEEKS = 4
EXAMPLES = {"sqlite": 8, "postgresql": 4}
PLACES = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 2)), min_size=WEEKS, max_size=WEEKS)
"""Of each week: how many places there are, and how many of them others have."""
CAPS = st.integers(0, WEEKS + 1).flatmap(lambda visits: st.sampled_from((visits * TWO_HOURS, visits * TWO_HOURS + 1)))


@settings(
    max_examples=EXAMPLES[selected_kind()], deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(places=PLACES, cap=CAPS, takes_gaps=st.booleans())
def test_never_overbook_or_exceed_the_cap_and_cost_what_is_booked(
    session: Session, places: Sequence[tuple[int, int]], cap: int, *, takes_gaps: bool
) -> None:
    scene = make_scene()
    paid = Paid(scene, make_paying(scene.line.service, annual_cap=cap))
    choose(scene.line, paid.programme)
    slots = weekly(scene, WEEKS)
    for slot, (capacity, others) in zip(slots, places, strict=True):
        slot.capacity, slot.confirmed = capacity, min(capacity, others)
    db.session.flush()
    before = {slot.id: slot.confirmed for slot in slots}
    try:
        with db.session.begin_nested():
            wish = wish_of(scene, times=WEEKS)
            series = ask_series(scene.line, wish, takes_gaps=takes_gaps, note="", actor=scene.coordinator, now=NOW)
            accept_series(series, actor=scene.worker, now=NOW)
    except DomainError:
        db.session.expire_all()
    visits = db.session.scalars(select(Visit).join(Visit.referral).where(Referral.plan_line_id == scene.line.id)).all()
    held = db.session.scalars(
        select(Charge).where(Charge.plan_line_id == scene.line.id, Charge.state == ChargeState.HELD)
    ).all()
    now_taken = {slot.id: (slot.held, slot.confirmed) for slot in slots}
    wanted = sum(confirmed < slot.capacity for slot, confirmed in zip(slots, before.values(), strict=True))
    affordable = min(wanted, cap // TWO_HOURS)
    assert len(visits) == (affordable if takes_gaps or affordable == WEEKS else 0)
    assert sorted((each.visit_id, each.service_on, each.amount) for each in held) == sorted(
        (visit.id, day_of(visit.starts_at), TWO_HOURS) for visit in visits
    )
    assert paid.amounts() == (len(visits) * TWO_HOURS, 0)
    assert paid.amounts()[0] <= cap
    booked = {visit.slot_id for visit in visits}
    assert now_taken == {slot_id: (0, confirmed + (slot_id in booked)) for slot_id, confirmed in before.items()}
    assert all(slot.held + slot.confirmed <= slot.capacity for slot in db.session.scalars(select(Slot)))
