"""Unmet needs: what is written down of waits, declines and applications, once each, and what the office is shown."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.lessons.sources import LESSONS
from portal.coordinators.caseload.actions import refuse_application
from portal.coordinators.referrals.actions import close_referral, decline_referral, undo_decline
from portal.coordinators.referrals.states import CancelledBy, DeclineReason
from portal.coordinators.referrals.states import ReferralState as S
from portal.coordinators.unmet.actions import write_down
from portal.coordinators.unmet.models import UnmetNeed
from portal.coordinators.unmet.queries import counts_since, needs_since
from portal.coordinators.unmet.states import UnmetReason
from portal.coordinators.waitlist.actions import take_off
from portal.coordinators.waitlist.states import WaitEnd
from portal.core.errors import Forbidden
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, OFFICE, TODAY, make_service
from tests.factories.referrals import make_referral, make_scene, put_in
from tests.factories.residents import make_application
from tests.factories.waiting import make_wait, make_waiting_line

SETTLED = NOW + timedelta(hours=1)


def written() -> list[UnmetReason]:
    return sorted(db.session.scalars(select(UnmetNeed.reason)))


def test_each_happening_is_written_once_by_its_service_and_dong(session: Session) -> None:
    entry, scene = make_wait(make_waiting_line(make_service(name="세탁"))), make_scene()
    take_off(entry, WaitEnd.NOT_WANTED, actor=entry.case.coordinator.actor, now=NOW)
    decline_referral(make_referral(scene), DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
    refuse_application(make_application(now=NOW), "복지관을 안내함", actor=OFFICE, now=NOW)
    write_down(SETTLED)
    assert written() == sorted(UnmetReason)
    assert write_down(SETTLED) == 0
    counted = {each.service: each for each in counts_since(TODAY, viewer=OFFICE)}
    waited = counted[entry.service.name]
    assert (waited.dong_code, waited.total, waited.reasons[UnmetReason.GAVE_UP]) == (MANGWON, 1, 1)
    assert needs_since(TODAY, 1, viewer=OFFICE).total == 4
    (topic,) = [each for each in dict(LESSONS.items())["unmet"].gather(NOW) if each.topic.place == entry.service.name]
    assert len(topic.happenings) == 1


def test_a_need_teaches_once_until_somebody_takes_it_on(session: Session) -> None:
    scene, unmet = make_scene(), dict(LESSONS.items())["unmet"]
    for days in (3, 4):
        declined = make_referral(scene, scene.another_slot(days=days))
        decline_referral(declined, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
    assert write_down(SETTLED) == 2
    assert [len(bundle.happenings) for bundle in unmet.gather(NOW)] == [1]
    make_referral(scene)
    assert list(unmet.gather(NOW)) == []
    declined, later = make_referral(scene, scene.another_slot(days=5)), NOW + timedelta(days=1)
    decline_referral(declined, DeclineReason.NO_CAPACITY, actor=scene.worker, now=later)
    assert write_down(later + timedelta(hours=1)) == 1
    assert [len(bundle.happenings) for bundle in unmet.gather(NOW)] == [1]


def test_a_need_that_was_met_teaches_no_more_however_its_referral_ends(session: Session) -> None:
    scene, unmet = make_scene(), dict(LESSONS.items())["unmet"]
    declined = make_referral(scene, scene.another_slot(days=3))
    decline_referral(declined, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
    assert write_down(SETTLED) == 1
    close_referral(declined, actor=scene.coordinator, now=NOW)
    assert len(list(unmet.gather(NOW))) == 1
    again = make_referral(scene)
    for state in (S.ON_HOLD, S.DONE, S.NOBODY_HOME, S.CLOSED):
        put_in(again, state)
        assert list(unmet.gather(NOW)) == [], state
    again.cancelled_by = CancelledBy.COOPERATIVE
    session.flush()
    assert len(list(unmet.gather(NOW))) == 1


def test_a_decline_counts_once_it_cannot_be_taken_back_and_for_lack_of_room_alone(session: Session) -> None:
    scene, other = make_scene(), make_scene()
    referral = make_referral(scene)
    decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
    decline_referral(make_referral(other), DeclineReason.SAFETY, actor=other.worker, now=NOW)
    assert write_down(NOW + timedelta(minutes=5)) == 0
    undo_decline(referral, actor=scene.worker, now=NOW + timedelta(minutes=6))
    assert write_down(SETTLED) == 0
    decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW + timedelta(minutes=7))
    assert write_down(SETTLED) == 1
    undo_decline(referral, actor=scene.worker, now=SETTLED)
    assert written() == []


@pytest.mark.on_sqlite
def test_the_office_alone_sees_them(client: PortalClient, session: Session) -> None:
    entry = make_wait()
    write_down(SETTLED)
    db.session.commit()
    with pytest.raises(Forbidden):
        counts_since(TODAY, viewer=entry.case.coordinator.actor)
    client.sign_in(make_staff().id)
    page = client.get("/unmet-needs?days=365").get_data(as_text=True)
    assert entry.service.name in page
    assert entry.case.household.number in page
    assert entry.case.person.name not in page
