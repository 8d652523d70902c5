"""Under parallel requests the last place is taken once, and a referral takes one step at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.consortium.capacity.models import Slot
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.actions import accept_referral, request_referral, withdraw_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.actions import book_visit, move_visit
from portal.coordinators.visits.models import Visit
from portal.core.errors import Conflict
from portal.db.engine import writing
from portal.extensions import db
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import (
    Scene,
    counts,
    make_accepted,
    make_case,
    make_consents,
    make_line,
    make_person,
    make_referral,
    make_scene,
    make_visit,
)


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    """Run all at the same moment, each in a transaction of its own; tell "done" or "refused" of each."""
    barrier = Barrier(len(acts))
    outcomes: list[str] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context(), writing():
            barrier.wait()
            try:
                act()
                db.session.commit()
                outcomes.append("done")
            except Conflict:
                db.session.rollback()
                outcomes.append("refused")

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def lines_like(scene: Scene, number: int) -> list[UUID]:
    """Plan lines of other households for the same service."""
    lines = []
    for _ in range(number):
        person = make_person()
        make_consents(person)
        lines.append(make_line(make_case(person), scene.line.service).id)
    return lines


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(capacity=3)


def test_the_last_places_are_taken_once_each(app: Flask, scene: Scene) -> None:
    line_ids, slot_id, coordinator = lines_like(scene, 8), scene.slot.id, scene.coordinator
    db.session.commit()

    def ask(line_id: UUID) -> Callable[[], object]:
        return lambda: request_referral(
            db.session.get_one(PlanLine, line_id), slot_id, note="", actor=coordinator, now=NOW
        )

    assert at_once(app, [ask(line_id) for line_id in line_ids]) == ["done"] * 3 + ["refused"] * 5
    assert counts(slot_id) == (3, 0)


def test_acceptance_and_withdrawal_do_not_both_hold(app: Flask, scene: Scene) -> None:
    referral_id, slot_id = make_referral(scene).id, scene.slot.id
    coordinator, worker = scene.coordinator, scene.worker
    db.session.commit()

    def withdraw() -> None:
        withdraw_referral(db.session.get_one(Referral, referral_id), actor=coordinator, now=NOW)

    def accept() -> None:
        accept_referral(db.session.get_one(Referral, referral_id), actor=worker, now=NOW)

    outcomes = at_once(app, [withdraw, withdraw, accept])
    assert outcomes.count("done") in (1, 2)
    assert counts(slot_id) == (0, 0)


def test_opposite_moves_do_not_block_each_other(app: Flask, scene: Scene) -> None:
    other = scene.another_slot(capacity=3)
    neighbour = replace(scene, line=db.session.get_one(PlanLine, lines_like(scene, 1)[0]))
    first, second = make_visit(scene).id, make_visit(neighbour, other).id
    first_slot, second_slot, coordinator = scene.slot.id, other.id, scene.coordinator
    db.session.commit()

    def move(visit_id: UUID, slot_id: UUID) -> Callable[[], object]:
        return lambda: move_visit(db.session.get_one(Visit, visit_id), slot_id, actor=coordinator, now=NOW)

    assert at_once(app, [move(first, second_slot), move(second, first_slot)]) == ["done", "done"]
    assert (counts(first_slot), counts(second_slot)) == ((0, 1), (0, 1))


def elsewhere_at_the_same_time(scene: Scene) -> Slot:
    """An hour later than the slot of the scene, and as long, at another co-operative."""
    return scene.another_slot(days=1, starts_at=time(11), organisation=make_organisation())


def test_a_household_is_asked_of_one_cooperative_at_a_time(app: Flask, scene: Scene) -> None:
    line_id, coordinator = scene.line.id, scene.coordinator
    slot_ids = [scene.slot.id, elsewhere_at_the_same_time(scene).id]
    db.session.commit()

    def ask(slot_id: UUID) -> Callable[[], object]:
        return lambda: request_referral(
            db.session.get_one(PlanLine, line_id), slot_id, note="", actor=coordinator, now=NOW
        )

    assert at_once(app, [ask(slot_id) for slot_id in slot_ids]) == ["done", "refused"]
    assert sorted(counts(slot_id) for slot_id in slot_ids) == [(0, 0), (1, 0)]


def test_a_household_is_booked_with_one_cooperative_at_a_time(app: Flask, scene: Scene) -> None:
    other = elsewhere_at_the_same_time(scene)
    moved_here, other.starts_at = other.starts_at, other.starts_at + timedelta(days=1)
    other.ends_at += timedelta(days=1)
    first, second = make_accepted(scene), make_accepted(scene, other)
    other.starts_at, other.ends_at = moved_here, moved_here + timedelta(hours=2)
    referral_ids, coordinator = [first.id, second.id], scene.coordinator
    slot_ids = [first.slot_id, second.slot_id]
    db.session.commit()

    def book(referral_id: UUID) -> Callable[[], object]:
        return lambda: book_visit(db.session.get_one(Referral, referral_id), actor=coordinator, now=NOW)

    assert at_once(app, [book(referral_id) for referral_id in referral_ids]) == ["done", "refused"]
    assert sorted(counts(slot_id) for slot_id in slot_ids) == [(0, 1), (1, 0)]
