"""Somebody books while somebody else takes away what the booking stands on: it is refused, or stands on the list."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event as Signal
from threading import Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.consortium.capacity import actions as capacity
from portal.consortium.catalogue.actions import end_offer
from portal.consortium.catalogue.models import ServiceOffer
from portal.consortium.members.actions import AgreementDetails, edit_agreement
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.gate.broken import broken_among, broken_for
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.actions import request_referral
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.db.engine import writing
from portal.extensions import db
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import change_facts
from portal.residents.households.queries import get_person
from portal.residents.households.states import Fact
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.referrals import make_scene


@dataclass(frozen=True)
class Ground:
    """What a booking stands on, by ids: threads share no rows."""

    slot_id: UUID
    member_id: UUID
    line_id: UUID
    case_id: UUID
    person_id: UUID
    worker: Actor
    coordinator: Actor
    resident: Actor


SLOT_DAY = TODAY + timedelta(days=1)
Act = Callable[[Ground], None]


def close_day(on: Ground) -> None:
    member = db.session.get_one(Organisation, on.member_id)
    capacity.close_day(member, SLOT_DAY, "쉼", actor=on.worker, now=NOW)


def end_insurance(on: Ground) -> None:
    (agreement,) = db.session.get_one(Organisation, on.member_id).agreements
    names = {name: getattr(agreement, name) for name in AgreementDetails.__dataclass_fields__}
    edit_agreement(agreement, AgreementDetails(**{**names, "insurance_ends_on": TODAY}), actor=OFFICE, now=NOW)


def end_service(on: Ground) -> None:
    end_offer(db.session.scalars(select(ServiceOffer)).one(), TODAY, actor=OFFICE, now=NOW)


def take_consent_back(on: Ground) -> None:
    held = select(Consent).where(Consent.person_id == on.person_id, Consent.kind == ConsentKind.THIRD_PARTY)
    withdraw_consent(db.session.scalars(held).one(), actor=on.resident, now=NOW)


def move_house(on: Ground) -> None:
    address = {"address": "성산로 1", "address_detail": "", "postcode": "", "dong_code": "1144055500"}
    change_facts(get_person(on.person_id), {Fact.ADDRESS: address}, from_on=TODAY, reason="", actor=OFFICE, now=NOW)


def case_of(on: Ground) -> CareCase:
    return db.session.get_one(CareCase, on.case_id)


def hold(on: Ground) -> None:
    hold_case(case_of(on), "입원", until_on=TODAY + timedelta(days=30), actor=on.coordinator, now=NOW)


def close(on: Ground) -> None:
    close_household_case(case_of(on), ClosureReason.GOAL_MET, "마침", actor=on.coordinator, now=NOW)


ACTS: list[Act] = [close_day, end_insurance, end_service, take_consent_back, move_house, hold, close]


@pytest.fixture
def on(session: Session) -> Ground:
    scene = make_scene()
    case = scene.line.plan.case
    ids = (scene.slot.id, scene.slot.organisation_id, scene.line.id, case.id, scene.person.id)
    ground = Ground(*ids, worker=scene.worker, coordinator=scene.coordinator, resident=scene.resident)
    db.session.commit()
    return ground


class Beside:
    """An act in a thread of its own, with a transaction of its own."""

    def __init__(self, app: Flask, act: Callable[[], object]) -> None:
        self.app, self.act, self.over, self.refused = app, act, Signal(), False
        self.thread = Thread(target=self._run)

    def _run(self) -> None:
        with self.app.app_context(), writing():
            try:
                self.act()
                db.session.commit()
            except DomainError:
                self.refused = True
                db.session.rollback()
            finally:
                self.over.set()

    def comes_no_further(self) -> bool:
        """Whether it is over, or waits for what another transaction holds."""
        if self.over.is_set() or db.engine.dialect.name != "postgresql":
            return True
        with db.engine.connect() as looking:
            return bool(looking.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


@contextmanager
def crossing(app: Flask, act: Callable[[], object]) -> Iterator[None]:
    """While the block holds its transaction open, `act` comes as far as it can."""
    beside = Beside(app, act)
    with writing():
        yield
        beside.thread.start()
        while not beside.comes_no_further():
            pass
        db.session.commit()
    beside.thread.join()
    assert beside.over.is_set()


def ask(on: Ground) -> None:
    line = db.session.get_one(PlanLine, on.line_id)
    request_referral(line, on.slot_id, note="", actor=on.coordinator, now=NOW)


def missing_from_the_list(on: Ground) -> list[str]:
    db.session.rollback()
    told = {each.referral.id for each in broken_for(on.coordinator, now=NOW)}
    return [each.hindrance for each in broken_among(now=NOW) if each.referral.id not in told]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_was_just_being_booked_is_seen_by_whoever_takes_its_ground_away(app: Flask, on: Ground, act: Act) -> None:
    with crossing(app, lambda: act(on)):
        ask(on)
    assert missing_from_the_list(on) == []


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_whoever_books_waits_for_what_is_just_being_taken_away(app: Flask, on: Ground, act: Act) -> None:
    with crossing(app, lambda: ask(on)):
        act(on)
    assert missing_from_the_list(on) == []
