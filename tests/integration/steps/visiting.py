"""Referrals and visits, and how they are led on."""

from datetime import timedelta
from typing import Any

from portal.coordinators.letters import actions as letters
from portal.coordinators.letters.states import LetterVerb
from portal.coordinators.referrals import actions as referrals
from portal.coordinators.referrals.states import (
    CancelledBy,
    DeclineReason,
    ReferralState,
    ReferralVerb,
)
from portal.coordinators.series import actions as series
from portal.coordinators.series.answering import accept_series, decline_series
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.queries import referrals_of
from portal.coordinators.series.running import stop_series
from portal.coordinators.series.states import SeriesState, SeriesVerb
from portal.coordinators.visits import actions as visits
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import Attempt, ConfirmedBy
from portal.coordinators.visits.written import VisitRecord
from portal.core.actors import Actor
from portal.core.permissions import Role
from portal.extensions import db
from portal.residents.households.locking import lock_household
from tests.factories.consortium import NOW
from tests.factories.referrals import make_referral, make_scene, make_user, make_visit, put_in
from tests.factories.series import make_series
from tests.integration.steps.standing import LATER, Act, Maker, Standing


def referral_in(state: ReferralState) -> Maker:
    def make() -> Standing:
        scene = make_scene()
        referral = make_referral(scene)
        if state is ReferralState.ACCEPTED:
            referrals.accept_referral(referral, actor=scene.worker, now=NOW)
        elif state is ReferralState.ON_HOLD:
            referrals.hold_referral(referral, note="여행", actor=scene.coordinator, now=NOW)
        elif state is not ReferralState.REQUESTED:
            put_in(referral, state)
        worker, coordinator = scene.worker, scene.coordinator
        reason = DeclineReason.NO_CAPACITY
        return Standing(
            referral,
            {
                ReferralVerb.ACCEPT: lambda row: referrals.accept_referral(row, actor=worker, now=LATER),
                ReferralVerb.UNDO_ACCEPT: lambda row: referrals.undo_accept(row, actor=worker, now=LATER),
                ReferralVerb.DECLINE: lambda row: referrals.decline_referral(row, reason, actor=worker, now=LATER),
                ReferralVerb.UNDO_DECLINE: lambda row: referrals.undo_decline(row, actor=worker, now=LATER),
                ReferralVerb.BOOK: lambda row: visits.book_visit(row, actor=coordinator, now=LATER),
                ReferralVerb.HOLD: lambda row: referrals.hold_referral(row, note="", actor=coordinator, now=LATER),
                ReferralVerb.RESUME: lambda row: referrals.resume_referral(row, actor=coordinator, now=LATER),
                ReferralVerb.WITHDRAW: lambda row: referrals.withdraw_referral(row, actor=coordinator, now=LATER),
                ReferralVerb.CLOSE: lambda row: referrals.close_referral(row, actor=coordinator, now=LATER),
            },
        )

    return make


def _visit_acts(visit: Visit, worker: Actor, coordinator: Actor, other_slot: Any) -> dict[str, Act]:
    before, after = visit.starts_at - timedelta(hours=30), visit.ends_at
    written = VisitRecord(visit.starts_at, after, [], ConfirmedBy.IN_PERSON)
    return {
        "record_done": lambda row: visits.record_visit(row, written, actor=worker, now=after),
        "record_nobody_home": lambda row: visits.record_nobody_home(row, [Attempt.RANG], actor=worker, now=after),
        "record_provider_absent": lambda row: visits.record_provider_absent(row, note="차", actor=worker, now=after),
        "cancel": lambda row: visits.cancel_visit(row, CancelledBy.COORDINATOR, actor=coordinator, now=before),
        "move": lambda row: visits.move_visit(row, other_slot, actor=coordinator, now=before),
    }


def booked_visit() -> Standing:
    scene = make_scene()
    visit = make_visit(scene)
    return Standing(visit, _visit_acts(visit, scene.worker, scene.coordinator, scene.another_slot().id))


def booked_referral() -> Standing:
    """The same acts, seen from the referral."""
    standing = booked_visit()
    assert isinstance(standing.row, Visit)
    visit_id, referral = standing.row.id, standing.row.referral

    def by_visit(act: Act) -> Act:
        return lambda _row: act(db.session.get_one(Visit, visit_id))

    return Standing(referral, {verb: by_visit(act) for verb, act in standing.acts.items()})


def visited(row: CareSeries) -> CareSeries:
    """None of its visits is still to come: only then does a series end. The household is locked first, as ever."""
    lock_household(row.household_id)
    for referral in referrals_of(row, ReferralState.BOOKED):
        put_in(referral, ReferralState.DONE)
    return row


def series_in(state: SeriesState) -> Maker:
    def make() -> Standing:
        scene = make_scene()
        row = make_series(scene)
        worker, coordinator = scene.worker, scene.coordinator
        reason, by = DeclineReason.NO_CAPACITY, CancelledBy.COORDINATOR
        if state in (SeriesState.RUNNING, SeriesState.STOPPED):
            accept_series(row, actor=worker, now=NOW)
        if state is SeriesState.STOPPED:
            stop_series(row, row.last_on, by=by, actor=coordinator, now=NOW)
        elif state is SeriesState.DECLINED:
            decline_series(row, reason, actor=worker, now=NOW)
        return Standing(
            row,
            {
                SeriesVerb.ACCEPT: lambda row: accept_series(row, actor=worker, now=LATER),
                SeriesVerb.DECLINE: lambda row: decline_series(row, reason, actor=worker, now=LATER),
                SeriesVerb.WITHDRAW: lambda row: series.withdraw_series(row, actor=coordinator, now=LATER),
                SeriesVerb.STOP: lambda row: stop_series(row, row.last_on, by=by, actor=coordinator, now=LATER),
                SeriesVerb.END: lambda row: series.end_series(visited(row), actor=coordinator, now=LATER),
            },
        )

    return make


def letter_received() -> Standing:
    scene = make_scene()
    visit = make_visit(scene)
    written = VisitRecord(visit.starts_at, visit.ends_at, [], ConfirmedBy.IN_PERSON)
    visits.record_visit(visit, written, actor=scene.worker, now=visit.ends_at)
    resident, office = scene.resident, make_user(Role.OFFICE, "박사무").actor
    now = visit.ends_at
    letter = letters.write_letter(
        scene.person, visit.organisation_id, "고맙습니다", may_show=True, actor=resident, now=now
    )
    return Standing(
        letter,
        {
            LetterVerb.SHOW: lambda row: letters.show_letter(row, actor=office, now=now),
            LetterVerb.TAKE_DOWN: lambda row: letters.take_down_letter(row, actor=resident, now=now),
        },
    )


def letter_shown() -> Standing:
    standing = letter_received()
    show = standing.acts.pop(LetterVerb.SHOW)
    show(standing.row)
    return standing
