"""Fair share: what is counted of whom, which rows a figure opens to whom, and whose turn it is."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeOutcome
from portal.consortium.capacity.models import Slot
from portal.consortium.members.models import Organisation
from portal.coordinators.fairness.queries import Wanted, rows_behind, shares, turns_today
from portal.coordinators.fairness.rules import period_of
from portal.coordinators.fairness.states import Counted
from portal.coordinators.referrals.actions import accept_referral, decline_referral
from portal.coordinators.referrals.rules import by_day, proposals
from portal.coordinators.referrals.states import DeclineReason
from portal.coordinators.referrals.turns import turns
from portal.core.clock import at
from portal.core.ids import new_id
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY, make_offer, make_organisation, make_service
from tests.factories.ledger import make_charge
from tests.factories.referrals import Scene, make_referral, make_scene

SILENT = NOW + timedelta(hours=25)


@pytest.fixture
def scene(session: Session) -> Scene:
    """One who took, one who declined for lack of room, one who says nothing; a visit of two hours, and one in vain."""
    scene = make_scene()
    accept_referral(make_referral(scene), actor=scene.worker, now=NOW)
    declined = make_referral(scene, scene.another_slot(days=2))
    decline_referral(declined, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
    make_referral(scene, scene.another_slot(days=3))
    own = scene.slot.organisation
    make_charge(organisation=own, service=scene.line.service)
    make_charge(organisation=own, service=scene.line.service, outcome=ChargeOutcome.NOBODY_HOME)
    other = make_organisation("한걸음협동조합")
    make_charge(organisation=other, service=make_service(name="병원 동행"))
    return scene


def test_each_figure_is_of_a_member_and_a_service_and_opens_as_many_rows(scene: Scene) -> None:
    asked = Wanted(period_of(f"{TODAY.year}", TODAY + timedelta(days=3)), SILENT)
    found = shares(asked)
    own, service = scene.slot.organisation_id, scene.line.service_id
    share = found[own, service]
    assert (share.offered, share.asked, share.taken, share.refused, share.silent) == (6, 3, 1, 1, 1)
    assert dict(share.declined) == {DeclineReason.NO_CAPACITY: 1}
    assert (share.visits, share.minutes, share.nights) == (2, 120, 0)
    assert len(found) == 2
    assert shares(Wanted(period_of(f"{TODAY.year - 1}", TODAY), SILENT)) == {}
    one = Wanted(asked.period, SILENT, service, own)
    opened = {figure: rows_behind(figure, one, 1) for figure in Counted}
    assert {figure: page.total for figure, page in opened.items()} == {
        Counted.OFFERED: 3,  # of two places each
        Counted.ASKED: 3,
        Counted.TAKEN: 1,
        Counted.DECLINED: 1,
        Counted.SILENT: 1,
        Counted.VISITS: 2,
    }
    assert sum(each.capacity for each in opened[Counted.OFFERED].items if isinstance(each, Slot)) == share.offered
    assert sum(each.amount for each in opened[Counted.VISITS].items if isinstance(each, Charge)) == share.amount


@pytest.mark.on_sqlite
def test_a_member_opens_its_own_and_gets_the_others_in_one_sum(client: PortalClient, scene: Scene) -> None:
    other = db.session.scalars(select(Organisation).where(Organisation.name == "한걸음협동조합")).one()
    db.session.commit()
    assert scene.worker.user_id is not None
    client.sign_in(scene.worker.user_id)
    page = client.get("/fair-share?period=lately").get_data(as_text=True)
    assert [words for words in ("다른 협동조합 1곳", "모두</th>", "한걸음협동조합") if words in page] == []
    for name in ("두레협동조합", "나눔협동조합"):
        make_charge(organisation=make_organisation(name), service=scene.line.service)
    db.session.commit()
    page = client.get("/fair-share?period=lately").get_data(as_text=True)
    assert [words in page for words in ("다른 협동조합 3곳", "모두</th>", "한걸음협동조합")] == [True, True, False]
    assert client.get("/fair-share/rows/visits?period=lately").status_code == 200
    assert client.get(f"/fair-share/rows/visits?organisation={other.id}").status_code == 404
    client.sign_in(make_staff().id)
    page = client.get("/fair-share?period=lately").get_data(as_text=True)
    assert f"organisation={other.id}" in page


def test_who_was_asked_least_lately_is_shown_first(session: Session) -> None:
    """Declines count as asked; what lies further back than 90 days does not."""
    scene, other = make_scene(), make_organisation("가나다협동조합")
    make_offer(scene.line.service, other)
    own, service = scene.slot.organisation_id, scene.line.service_id
    decline_referral(make_referral(scene), DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
    assert list(turns_today(NOW)[service]) == [other.id, own]
    assert turns(service, [own, other.id], NOW) == {other.id: 0, own: 1}
    assert {*turns(service, [own, other.id], NOW + timedelta(days=91)).values()} == {0, 1}


class Place:
    def __init__(self, who: UUID, days: int, hour: int = 10) -> None:
        self.organisation_id, self.starts_at = who, at(TODAY + timedelta(days=days), time(hour))


@pytest.mark.on_sqlite
def test_the_stated_rule_orders_what_is_proposed() -> None:
    """What suits, who was there, what begins in time; then the turn, then the earliest."""
    often, seldom, known = new_id(), new_id(), new_id()
    order = {seldom: 0, known: 1, often: 2}
    soon: datetime = at(TODAY + timedelta(days=7), time(0))
    early, turn, late = Place(often, 1), Place(seldom, 2), Place(seldom, 8)
    assert proposals([early, turn, late], [], turns=order, soon=soon) == [turn, early, late]
    there = Place(known, 3)
    assert proposals([early, turn, there], [], known=frozenset({known}), turns=order, soon=soon) == [there, turn, early]
    same = [Place(often, 1), Place(seldom, 1)]
    assert [each.organisation_id for each in by_day(same, order)[0].times] == [seldom, often]
