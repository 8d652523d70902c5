"""A death is recorded of anybody whose file is kept, in care or not, and ends what their life carried."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import begin_session
from portal.accounts.queries import residents_by_contact, session_by_token
from portal.accounts.rules import Contact
from portal.audit.steps import history
from portal.coordinators.caseload.actions import close_case, refuse_application
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.extensions import db
from portal.monitoring.teams.states import ASSIGNMENT_STATES
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from portal.residents.applications.actions import submit_application
from portal.residents.applications.states import ApplicationState, Intake
from portal.residents.households.actions import note_death, take_death_back
from portal.residents.households.changes import is_death
from portal.residents.households.models import FactChange, Person
from portal.residents.households.presentation import NOTHING, fact_words
from portal.residents.households.queries import death_of, ended_with
from portal.residents.households.states import Fact
from portal.residents.resemblances.actions import join_people
from portal.residents.resemblances.models import Resemblance
from tests.client import PortalClient
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator, make_office, make_paired
from tests.factories.referrals import Scene, counts, make_accepted, make_scene, make_visit
from tests.factories.residents import make_answers, make_application, next_phone
from tests.factories.teams import make_assignment

YESTERDAY = TODAY - timedelta(days=1)
HEARD = "따님이 전화로 알려 주심"
pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def die(person: Person, actor: Actor = OFFICE) -> None:
    note_death(person, from_on=YESTERDAY, reason=HEARD, actor=actor, now=NOW)


def texts() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at, OutboxMessage.id)))


class TestBeforePairing:
    def test_ends_the_application_the_account_and_what_waits_to_be_sent(self) -> None:
        application = make_application(phone=next_phone(), now=NOW)
        person, contact = application.person, Contact(phone=application.person.phone)
        assert person.user is not None
        token = begin_session(person.user, device="전화기", address="127.0.0.1", now=NOW)
        (received,) = [text for text in texts() if text.kind == "application_received"]
        die(person)
        assert (application.state, application.decided_at) == (ApplicationState.WITHDRAWN, NOW)
        assert (session_by_token(token), residents_by_contact(contact)) == (None, [])
        assert untruth(received, NOW) is Unsent.DIED or received.why is Unsent.ENDED
        assert [text.kind for text in texts() if text is not received] == []

    def test_nobody_can_refuse_or_take_in_an_application_of_the_dead(self) -> None:
        application = make_application(now=NOW)
        die(application.person)
        with pytest.raises(Conflict):
            refuse_application(application, "구청 02-120", actor=OFFICE, now=NOW)
        with pytest.raises(Conflict, match="돌아가신"):
            submit_application(
                make_answers(person_id=application.person_id), actor=OFFICE, now=NOW, intake=Intake.PHONE
            )


class TestInCare:
    def test_by_the_office_ends_the_same_as_closing_does(self, scene: Scene) -> None:
        visit, accepted = make_visit(scene), make_accepted(scene, scene.another_slot(days=3))
        case = scene.line.plan.case
        die(scene.person, make_office().actor)
        assert (visit.state, visit.referral.state) == (VisitState.CANCELLED_IN_TIME, ReferralState.CLOSED)
        assert accepted.state is ReferralState.WITHDRAWN
        assert [counts(each.slot_id) for each in (visit, accepted)] == [(0, 0)] * 2
        assert (case.state, case.closure_reason, case.closure_note) == (CaseState.CLOSED, ClosureReason.DIED, HEARD)

    def test_after_the_care_ended_the_account_ends_too(self, scene: Scene) -> None:
        close_case(scene.line.plan.case, ClosureReason.GOAL_MET, "", actor=scene.coordinator, now=NOW)
        die(scene.person, scene.coordinator)
        assert (scene.person.user, scene.person.death_known_on) == (None, TODAY)
        assert residents_by_contact(Contact(phone=scene.person.phone)) == []

    def test_of_somebody_who_lives_there_leaves_the_care_of_the_other_alone(self, scene: Scene) -> None:
        visit, case = make_visit(scene), scene.line.plan.case
        spouse = living_with(scene.person)
        die(spouse, scene.coordinator)
        assert spouse.death_known_on == TODAY
        assert (visit.state, case.state, scene.person.death_known_on) == (VisitState.BOOKED, CaseState.PLANNED, None)

    def test_is_why_neighbours_watch_no_more(self) -> None:
        case = make_paired()
        assignment = make_assignment(case=case)
        die(case.application.person)
        assert history(ASSIGNMENT_STATES, assignment.id)[-1].note == "돌아가셨습니다."


def living_with(person: Person) -> Person:
    spouse = Person(
        household=person.household,
        name="김배우",
        birth_on=person.birth_on,
        sex=person.sex,
        created_at=NOW + timedelta(minutes=1),
    )
    db.session.add(spouse)
    db.session.flush()
    db.session.expire(person.household, ["people"])
    return spouse


class TestJoined:
    @pytest.mark.parametrize("kept", [0, 1])
    def test_a_file_with_a_death_and_one_without_are_not(self, kept: int) -> None:
        people = [make_application(phone=next_phone(), now=NOW).person for _ in range(2)]
        (pair,) = db.session.scalars(select(Resemblance))
        die(people[0])
        with pytest.raises(Conflict, match="한 파일에만 돌아가신"), db.session.begin_nested():
            join_people(pair, people[kept], facts=(), reason="같은 분", actor=OFFICE, now=NOW)
        die(people[1])
        join_people(pair, people[kept], facts=(), reason="같은 분", actor=OFFICE, now=NOW)


class TestDestroyed:
    def test_says_nothing_any_more(self) -> None:
        emptied = FactChange(fact=Fact.DEATH, before={}, after={})
        assert not is_death(emptied)
        assert fact_words(Fact.DEATH, emptied.after) == NOTHING


class TestRefused:
    def test_by_whom_they_do_not_accompany(self, scene: Scene) -> None:
        with pytest.raises(NotFound):
            die(scene.person, make_coordinator("남의").actor)
        with pytest.raises(Forbidden):
            die(scene.person, scene.worker)

    @pytest.mark.parametrize("days", [1, -40_000])
    def test_on_a_day_to_come_or_before_the_birth(self, scene: Scene, days: int) -> None:
        day = TODAY + timedelta(days=days)
        with pytest.raises(DomainError) as refused:
            note_death(scene.person, from_on=day, reason=HEARD, actor=OFFICE, now=NOW)
        assert refused.value.field == "from_on"

    def test_twice(self, scene: Scene) -> None:
        die(scene.person)
        with pytest.raises(Conflict):
            die(scene.person)


class TestTakenBack:
    def test_by_the_office_alone_and_nothing_comes_back_by_itself(self, scene: Scene) -> None:
        visit, case = make_visit(scene), scene.line.plan.case
        die(scene.person)
        with pytest.raises(Forbidden):
            take_death_back(scene.person, "동명이인", actor=scene.coordinator, now=NOW)
        take_death_back(scene.person, "동명이인", actor=OFFICE, now=NOW + timedelta(hours=1))
        assert (scene.person.death_known_on, scene.person.user) == (None, None)
        assert (visit.state, case.state) == (VisitState.CANCELLED_IN_TIME, CaseState.CLOSED)
        recorded = death_of(scene.person.id)
        assert recorded is not None
        ended = {(step.kind, step.thing_id) for step in ended_with(recorded)}
        assert {("visit", visit.id), ("referral", visit.referral_id), ("case", case.id)} <= ended

    def test_lets_them_apply_and_sign_in_again(self) -> None:
        person = make_application(now=NOW).person
        die(person)
        take_death_back(person, "동명이인", actor=OFFICE, now=NOW)
        submit_application(make_answers(person_id=person.id), actor=OFFICE, now=NOW, intake=Intake.PHONE)
        assert person.user is not None

    def test_only_what_is_recorded(self, scene: Scene) -> None:
        with pytest.raises(Conflict):
            take_death_back(scene.person, "동명이인", actor=OFFICE, now=NOW)


@pytest.mark.on_sqlite
class TestPages:
    def test_the_office_records_before_pairing_and_takes_back_with_what_it_ended(self, client: PortalClient) -> None:
        application = make_application(now=NOW)
        client.sign_in(make_office().id)
        address = f"/people/{application.person_id}/death"
        assert address in client.get(f"/applications/{application.id}").get_data(as_text=True)
        shown = client.post(address, data={"from_on": TODAY.isoformat(), "reason": ""})
        assert "누구에게 어떻게 들었는지" in shown.get_data(as_text=True)
        assert client.post(address, data={"from_on": TODAY.isoformat(), "reason": HEARD}).status_code == 303
        told = client.get(address).get_data(as_text=True)
        assert HEARD in told
        assert "신청: 끝냄" in told
        assert client.post(f"{address}/taken-back", data={"reason": "동명이인"}).status_code == 303
        told = client.get(address).get_data(as_text=True)
        assert "사망 기록을 되돌린 분입니다" in told
        assert "신청: 끝냄" in told
