"""Who follows what ends a wait for a place, and what brings new places for those who wait."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from portal.consortium.capacity.actions import close_day, confirm_figures, reopen_day
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import closed_days
from portal.consortium.catalogue.actions import add_offer
from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.followers import waiting
from portal.coordinators.particulars.actions import write_line_facts
from portal.coordinators.particulars.carrying import carry_to_visits
from portal.coordinators.plans.actions import agree_plan, write_plan
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import AgreedBy, HowOften
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.states import OfferEnd, WaitEnd, WaitState
from portal.core.clock import day_of
from portal.residents.consents.states import ConsentKind
from tests.factories.consortium import NOW, OFFICE, TODAY, make_service, staff_of
from tests.factories.referrals import make_referral, make_scene
from tests.factories.waiting import kept_for, make_kept, make_place, make_wait
from tests.integration.followers.looking import E, Look, looks
from tests.integration.followers.of_households import die, end_care, withdraw
from tests.integration.waitlist.test_withdrawn import lose_insurance, move, rest_that_day, stop_the_service

HORIZON = 14


def ended(act: Callable[[CareCase], object], why: WaitEnd) -> Look:
    entry = make_wait()
    return lambda: act(entry.case), lambda: entry.end_reason is why


@looks(E.HELD, waiting.end_waits_of_hold)
def wait_of_a_hold() -> Look:
    return ended(lambda case: hold_case(case, "입원", actor=case.coordinator.actor, now=NOW), WaitEnd.HELD)


@looks(E.CLOSED, waiting.end_waits_of_closure)
def wait_of_ended_care() -> Look:
    return ended(end_care, WaitEnd.CLOSED)


@looks(E.DIED, waiting.end_waits_of_death)
def wait_of_the_dead() -> Look:
    return ended(die, WaitEnd.DIED)


@looks(E.CONSENT_WITHDRAWN, waiting.end_waits_of_consent)
def wait_without_consent() -> Look:
    return ended(lambda case: withdraw(case, ConsentKind.THIRD_PARTY), WaitEnd.CONSENT)


@looks(E.PLAN_RENEWED, waiting.wait_by_new_plan)
def wait_of_another_plan() -> Look:
    """One service goes on by the new plan where it stood, what the plan leaves out waits no more."""
    entry, ends_on = make_wait(), TODAY + timedelta(days=30)
    before = entry.since

    def renew(service_id: UUID) -> None:
        case, actor = entry.case, entry.case.coordinator.actor
        line = LineDraft(need="혼자", goal="말벗", service_id=service_id, how_often=HowOften.ONCE, until_on=ends_on)
        agree_plan(
            write_plan(case, [line], aim="", ends_on=ends_on, actor=actor, now=NOW),
            AgreedBy.PHONE,
            actor=actor,
            now=NOW,
        )

    def act() -> None:
        renew(entry.service_id)
        assert (entry.state, entry.since, entry.until_on) == (WaitState.WAITING, before, ends_on)
        assert entry.line.until_on == ends_on
        renew(make_service().id)

    return act, lambda: entry.end_reason is WaitEnd.PLAN


@looks(E.PLAN_RENEWED, carry_to_visits)
def visit_of_another_plan() -> Look:
    scene = make_scene()
    (line, actor), coming = (scene.line, scene.coordinator), make_referral(scene)
    again = LineDraft(
        need=line.need, goal=line.goal, service_id=line.service_id, how_often=HowOften.ONCE, until_on=line.until_on
    )
    plan = write_plan(line.plan.case, [again], aim="", ends_on=line.plan.ends_on, actor=actor, now=NOW)
    write_line_facts(plan.lines[0], {"가는 길": "왕복"}, actor=actor, now=NOW)
    return lambda: agree_plan(plan, AgreedBy.PHONE, actor=actor, now=NOW), lambda: bool(coming.known_facts)


def place_of(act: Callable[[Slot], object]) -> Look:
    """Somebody waits, and a member has a place that nobody kept for them yet."""
    entry = make_wait()
    slot = make_place(entry.service)
    return lambda: act(slot), lambda: entry.state is WaitState.OFFERED


@looks(E.TIMES_CHANGED, waiting.offer_places_of_member)
def place_at_changed_times() -> Look:
    return place_of(
        lambda slot: confirm_figures(
            slot.organisation, actor=staff_of(slot.organisation), now=NOW, horizon_days=HORIZON
        )
    )


@looks(E.DAY_REOPENED, waiting.offer_places_of_member)
def place_on_a_reopened_day() -> Look:
    def act(slot: Slot) -> None:
        member, day = slot.organisation, day_of(slot.starts_at)
        close_day(member, day, "쉼", actor=staff_of(member), now=NOW)
        (closed,) = closed_days(member.id, day)
        reopen_day(closed, member, actor=staff_of(member), now=NOW, horizon_days=HORIZON)

    return place_of(act)


@looks(E.OFFER_MADE, waiting.offer_places_of_member)
def place_of_an_offered_service() -> Look:
    def act(slot: Slot) -> None:
        for offer in slot.service.offers:
            offer.valid_to = TODAY - timedelta(days=1)
        add_offer(slot.service, slot.organisation, TODAY, actor=OFFICE, now=NOW)

    return place_of(act)


def withdrawn(act: Callable[[WaitEntry, PlaceOffer], object]) -> Look:
    """A place is kept for somebody, and by what happens it is one that they cannot have."""
    entry = make_kept()
    offer = kept_for(entry)
    return lambda: act(entry, offer), lambda: offer.outcome is OfferEnd.WITHDRAWN


@looks(E.DAY_CLOSED, waiting.withdraw_places_of_member)
def kept_place_of_a_closed_day() -> Look:
    return withdrawn(rest_that_day)


@looks(E.MEMBER_CHANGED, waiting.withdraw_places_of_member)
def kept_place_of_a_changed_member() -> Look:
    return withdrawn(lose_insurance)


@looks(E.OFFER_ENDED, waiting.withdraw_places_of_member)
def kept_place_of_an_ended_offer() -> Look:
    return withdrawn(stop_the_service)


@looks(E.MOVED, waiting.withdraw_places_of_household)
def kept_place_of_whoever_moved() -> Look:
    return withdrawn(move)
