"""Who books or asks begins with the household, then the member, the referral and its places."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.consortium.capacity.actions import close_day
from portal.consortium.members.models import Organisation
from portal.coordinators.referrals.cascade import allow_cascade
from portal.coordinators.referrals.tasks import go_on_asking
from portal.coordinators.series.running import call_off_together
from portal.core.clock import day_of
from portal.extensions import db
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import make_referral, make_scene
from tests.locking import locks

pytestmark = pytest.mark.on_postgresql


def test_the_job_that_goes_on_asking(session: Session) -> None:
    scene = make_scene()
    make_referral(scene, scene.another_slot(days=5))
    allow_cascade(scene.line, actor=scene.coordinator, now=NOW)
    scene.another_slot(days=5, organisation=make_organisation("한걸음협동조합"))
    with locks("household", "referral", "organisation", "slot") as found:
        assert go_on_asking(NOW + timedelta(hours=25)) == 1
    assert found == ["household", "referral", "organisation", "slot"]


def test_bookings_called_off_together_are_answered_in_the_order_of_their_ids(session: Session) -> None:
    """All are held before the first, and jobs take charges and visits of somebody in that order, too."""
    scene = make_scene(capacity=3)
    first, second = (make_referral(scene, scene.another_slot(days=days)) for days in (6, 5))
    with locks("referral", "slot") as found:
        left = call_off_together([second, first], "", actor=scene.coordinator, now=NOW)
    assert (found, left) == (["referral", "slot"], [first, second])


def test_slots_of_a_day_are_locked_in_one_order_before_they_close(session: Session) -> None:
    scene = make_scene()
    member = session.get_one(Organisation, scene.slot.organisation_id)
    sent: list[str] = []
    note = event.listens_for(db.engine, "before_cursor_execute")(lambda *told: sent.append(told[2]))
    try:
        close_day(member, day_of(scene.slot.starts_at), "쉼", actor=scene.worker, now=NOW)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    of_slots = [
        each for each in sent if ("slot.id" in each and "FOR NO KEY UPDATE" in each) or each.startswith("UPDATE slot")
    ]
    assert "ORDER BY slot.id" in of_slots[0]
