"""Under parallel requests the last place is taken once, and a referral takes one step at a time."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.actions import accept_referral, request_referral, withdraw_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.actions import move_visit
from portal.coordinators.visits.models import Visit
from portal.core.errors import Conflict
from portal.db.engine import writing
from portal.extensions import db
from tests.factories.consortium import NOW
from tests.factories.referrals import (
    Scene,
    counts,
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
