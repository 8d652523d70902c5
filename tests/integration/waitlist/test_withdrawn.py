"""A kept place that can be had no more: it is taken back with its reason, the next gets it, and nobody loses a turn."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.consortium.capacity.actions import close_day, reopen_day
from portal.consortium.capacity.queries import closed_days
from portal.consortium.catalogue.actions import end_offer
from portal.consortium.catalogue.models import ServiceOffer
from portal.consortium.members.actions import AgreementDetails, edit_agreement
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.waitlist.actions import let_go, take_place
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.queries import turn_of
from portal.coordinators.waitlist.states import WAIT_STATES, OfferEnd, WaitState, WaitVerb
from portal.coordinators.waitlist.tasks import offer_what_is_free
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.duty.states import Matter
from portal.extensions import db
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from tests.factories.consortium import NOW, OFFICE, TODAY, staff_of
from tests.factories.referrals import counts
from tests.factories.waiting import kept_for, make_kept, make_wait, make_waiting_line
from tests.integration.followers.looking import told

HORIZON = 14
ELSEWHERE = {"address": "서울 마포구 성산로 1", "address_detail": "", "postcode": "", "dong_code": "1144055500"}


def rest_that_day(_entry: WaitEntry, offer: PlaceOffer) -> None:
    member = offer.slot.organisation
    close_day(member, day_of(offer.slot.starts_at), "총회", actor=staff_of(member), now=NOW)


def lose_insurance(_entry: WaitEntry, offer: PlaceOffer) -> None:
    (agreement,) = offer.slot.organisation.agreements
    names = {name: getattr(agreement, name) for name in AgreementDetails.__dataclass_fields__}
    edit_agreement(agreement, AgreementDetails(**{**names, "insurance_ends_on": TODAY}), actor=OFFICE, now=NOW)


def stop_the_service(_entry: WaitEntry, _offer: PlaceOffer) -> None:
    end_offer(db.session.scalars(select(ServiceOffer)).one(), TODAY, actor=OFFICE, now=NOW)


def move(entry: WaitEntry, _offer: PlaceOffer) -> None:
    actor = entry.case.coordinator.actor
    change_facts(entry.case.person, {Fact.ADDRESS: ELSEWHERE}, from_on=TODAY, reason="이사", actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("act", "why", "goes_on"),
    [
        (rest_that_day, Hindrance.CLOSED_DAY, False),
        (lose_insurance, Hindrance.INSURANCE, False),
        (stop_the_service, Hindrance.NOT_OFFERED, False),
        (move, Hindrance.DONG, True),
    ],
)
def test_what_is_kept_follows_what_changes(
    session: Session, act: Callable[[WaitEntry, PlaceOffer], None], why: Hindrance, *, goes_on: bool
) -> None:
    entry = make_kept()
    following = make_wait(make_waiting_line(entry.service))
    offer = kept_for(entry)
    act(entry, offer)
    session.expire_all()
    assert (entry.state, offer.outcome, turn_of(entry)) == (WaitState.WAITING, OfferEnd.WITHDRAWN, 1)
    last = history(WAIT_STATES, entry.id)[-1]
    assert (last.verb, last.note) == (WaitVerb.WITHDRAW, why.words)
    (words,) = (each for each in told(entry.case.coordinator, Matter.PLACE) if "까닭" in each)
    assert f"까닭: {why.words}" in words
    assert "순서는 그대로입니다." in words
    assert (following.state is WaitState.OFFERED, counts(offer.slot_id)) == (goes_on, (int(goes_on), 0))
    for answer in (take_place, let_go):
        with pytest.raises(Conflict, match="쓸 수 없게 되었습니다"):
            answer(entry, offer.id, actor=entry.case.coordinator.actor, now=NOW)


def test_what_can_be_had_again_is_kept_for_the_same_again(session: Session) -> None:
    entry = make_kept()
    offer = kept_for(entry)
    rest_that_day(entry, offer)
    (closed,) = closed_days(offer.slot.organisation_id, day_of(offer.slot.starts_at))
    member = offer.slot.organisation
    reopen_day(closed, member, actor=staff_of(member), now=NOW, horizon_days=HORIZON)
    again = kept_for(entry)
    assert (again.slot_id, again.id != offer.id, counts(offer.slot_id)) == (offer.slot_id, True, (1, 0))


def test_what_no_act_told_of_is_taken_back_by_the_job(session: Session) -> None:
    entry = make_kept()
    offer = kept_for(entry)
    (agreement,) = offer.slot.organisation.agreements
    agreement.insurance_ends_on = TODAY
    session.commit()
    assert offer_what_is_free(NOW) == 0
    session.expire_all()
    assert (entry.state, offer.outcome) == (WaitState.WAITING, OfferEnd.WITHDRAWN)


def test_who_is_hindered_themselves_keeps_the_place_until_its_time_is_over(session: Session) -> None:
    entry = make_kept()
    entry.line.until_on = TODAY
    session.commit()
    offer_what_is_free(NOW)
    session.expire_all()
    assert kept_for(entry).outcome is None
