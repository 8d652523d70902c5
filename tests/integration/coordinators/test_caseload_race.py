"""At the same moment two of the office pair one household: one succeeds, the other is told beside the field."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from portal.coordinators.caseload.actions import pair_again, pair_household
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.core.errors import Conflict
from portal.db.constraints import broken_constraint, refusal_of
from portal.db.engine import writing
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.resemblances.actions import join_people
from portal.residents.resemblances.models import Resemblance
from tests.factories.consortium import NOW
from tests.factories.coordinators import OFFICE, make_application, make_coordinator, make_paired
from tests.factories.referrals import make_person
from tests.factories.resemblances import make_pair

CLIENTS = 8
UNIQUE = {"uq_pairing_open_primary", "uq_care_case_open", "uq_care_case_open_person"}


def pair_in_own_transaction(app: Flask, start: Barrier, application_id: UUID, coordinator_id: UUID) -> str:
    """What one client of the office is told."""
    with app.app_context(), writing():
        start.wait()
        try:
            application = db.session.get_one(Application, application_id)
            pair_household(application, coordinator_id, actor=OFFICE, now=NOW, reason="시험")
            db.session.commit()
        except IntegrityError as error:
            db.session.rollback()
            return (refusal_of(error).field if broken_constraint(error) in UNIQUE else None) or str(error)
        except Conflict as refused:
            db.session.rollback()
            return refused.field or "state"
        except OperationalError:
            db.session.rollback()
            return "deadlock"
    return "paired"


def race(app: Flask, pairs: list[tuple[UUID, UUID]]) -> list[str]:
    start = Barrier(len(pairs))
    with ThreadPoolExecutor(len(pairs)) as pool:
        futures = [pool.submit(pair_in_own_transaction, app, start, *pair) for pair in pairs]
        return sorted(future.result() for future in futures)


def prepared(app: Flask, *, applications: int) -> list[tuple[UUID, UUID]]:
    """One household with so many applications, each with a coordinator of its own for every client."""
    with app.app_context():
        person = make_person()
        asked = [make_application(person).id for _ in range(applications)]
        pairs = [(asked[number % applications], make_coordinator(f"동료{number}").id) for number in range(CLIENTS)]
        db.session.commit()
    return pairs


def open_rows(app: Flask) -> tuple[int, int]:
    """Open pairings and open cases."""
    with app.app_context():
        pairings = db.session.scalar(select(func.count()).select_from(Pairing).where(Pairing.ended_at.is_(None)))
        cases = db.session.scalar(select(func.count()).select_from(CareCase).where(CareCase.closed_at.is_(None)))
    return pairings or 0, cases or 0


def test_of_many_who_pair_one_application_one_succeeds(app: Flask) -> None:
    told = race(app, prepared(app, applications=1))
    assert told.count("paired") == 1
    assert open_rows(app) == (1, 1)


def test_of_many_applications_of_one_household_one_is_paired(app: Flask) -> None:
    told = race(app, prepared(app, applications=CLIENTS))
    assert told.count("paired") == 1
    assert set(told) == {"paired", "coordinator"}
    assert open_rows(app) == (1, 1)


def hand_over_in_own_transaction(app: Flask, start: Barrier, case_id: UUID, coordinator_id: UUID) -> str:
    with app.app_context(), writing():
        start.wait()
        try:
            case = db.session.get_one(CareCase, case_id)
            pair_again(case, coordinator_id, reason="휴직", handover_note="인계", actor=OFFICE, now=NOW)
            db.session.commit()
        except Conflict as refused:
            db.session.rollback()
            return refused.field or ""
    return "paired"


def test_many_who_hand_one_household_over_leave_one_coordinator(app: Flask) -> None:
    with app.app_context():
        case_id = make_paired(make_coordinator("첫째")).id
        others = [make_coordinator(f"동료{number}").id for number in range(CLIENTS)]
        db.session.commit()
    start = Barrier(CLIENTS)
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = [pool.submit(hand_over_in_own_transaction, app, start, case_id, other) for other in others]
        told = {future.result() for future in done}
    assert "paired" in told
    assert told <= {"paired", "coordinator"}
    assert open_rows(app) == (1, 1)
    with app.app_context():
        case = db.session.get_one(CareCase, case_id)
        opened = db.session.scalars(select(Pairing.coordinator_id).where(Pairing.ended_at.is_(None))).one()
        assert opened == case.coordinator_id


def test_who_pairs_while_two_files_are_joined_leaves_no_case_behind(app: Flask) -> None:
    """Whoever comes first, the case is where the application is."""
    with app.app_context():
        pair = make_pair(make_person("홍길순"), make_person())
        application_id, coordinator_id, pair_id = make_application(pair.person).id, make_coordinator().id, pair.id
        db.session.commit()
    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        pairing = pool.submit(pair_in_own_transaction, app, start, application_id, coordinator_id)
        joining = pool.submit(join_in_own_transaction, app, start, pair_id)
        told = pairing.result(), joining.result()
    assert set(told) <= {"paired", "joined", "deadlock"}
    with app.app_context():
        for case in db.session.scalars(select(CareCase)):
            assert case.household.joined_into_id is None
            assert (case.person_id, case.household_id) == (case.application.person_id, case.application.household_id)


def join_in_own_transaction(app: Flask, start: Barrier, pair_id: UUID) -> str:
    with app.app_context(), writing():
        start.wait()
        try:
            pair = db.session.get_one(Resemblance, pair_id)
            join_people(pair, pair.other, facts=(), reason="통화로 확인", actor=OFFICE, now=NOW)
            db.session.commit()
        except OperationalError:  # the office's request would act once more
            db.session.rollback()
            return "deadlock"
    return "joined"
