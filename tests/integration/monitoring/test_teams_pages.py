"""What volunteers see on their pages and what nobody else does; each look is noted."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.coordinators.caseload.actions import pair_household
from portal.core.permissions import Role
from portal.monitoring.surveys.actions import join_team, tell_worry
from portal.monitoring.teams import actions
from portal.monitoring.teams.models import Assignment, NeighbourReport
from portal.monitoring.teams.queries import found_outside
from portal.monitoring.teams.states import Found, Reach, Team, VolunteerState
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WorryVerb
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, OFFICE
from tests.factories.coordinators import make_application, make_paired
from tests.factories.surveys import make_needing, make_survey
from tests.factories.teams import account_of, id_of, make_assignment, make_newcomer, make_volunteer
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(client: PortalClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def named(assignment: Assignment) -> Assignment:
    """With all that a file may hold and a watcher never sees."""
    person, home = assignment.person, assignment.household
    person.name, person.phone, person.note = "남궁유일", "+821012340099", "당뇨"
    home.address, home.address_detail, home.entry_note = "서울 마포구 유일로 99", "302호", "열쇠는 화분 밑"
    return assignment


@pytest.mark.parametrize(
    ("reach", "shown", "hidden"),
    [
        (Reach.DOOR, ("유일 님", "유일로 99 302호", "문을 두드려"), ("010-1234-0099",)),
        (Reach.PHONE, ("유일 님", "010-1234-0099", "문을 두드려"), ("유일로 99", "302호")),
    ],
)
def test_a_watcher_sees_a_first_name_one_way_and_what_to_do(
    client: PortalClient, session: Session, reach: Reach, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    assignment = named(make_assignment(reach=reach))
    session.commit()
    client.sign_in(id_of(assignment.volunteer))
    own = words_of(page_of(client, f"/neighbours/{assignment.id}"))
    assert all(words in own for words in shown)
    never = ("남궁", "당뇨", "화분", assignment.person.birth_on.isoformat(), assignment.household.number)
    assert not any(words in own + page_of(client, "/neighbours") for words in (*hidden, *never))


def test_each_look_is_noted(client: PortalClient, session: Session) -> None:
    assignment = make_assignment()
    session.commit()
    client.sign_in(id_of(assignment.volunteer))
    for address in ("/neighbours", f"/neighbours/{assignment.id}"):
        page_of(client, address)
    of_household = select(AuditEntry.details).where(
        AuditEntry.subject_id == assignment.household_id, AuditEntry.actor_id == assignment.volunteer.user_id
    )
    looks = session.scalars(of_household.where(AuditEntry.is_read).order_by(AuditEntry.at, AuditEntry.id)).all()
    assert [(each["fields"], each["role"]) for each in looks] == [("rounds", "watcher"), ("neighbour", "watcher")]


def test_a_report_is_three_taps(client: PortalClient, session: Session) -> None:
    assignment = make_assignment()
    session.commit()
    client.sign_in(id_of(assignment.volunteer))
    assert client.get("/home").location == "/neighbours"
    at = f"/neighbours/{assignment.id}"
    assert client.post(at, data={"found": "other"}).status_code == 422
    assert client.post(at, data={"found": "well"}).location == "/neighbours"
    assert session.scalars(select(NeighbourReport.found)).one() is Found.WELL
    assert "다음에 살필 곳" in page_of(client, "/neighbours")


def test_when_the_agreement_is_over_nothing_opens(client: PortalClient, session: Session) -> None:
    """On the day after its last one, whether the job has run or not."""
    assignment = make_assignment()
    session.commit()
    with time_machine.travel(NOW + timedelta(days=201), tick=False):
        client.sign_in(id_of(assignment.volunteer))
        for address in ("/neighbours", f"/neighbours/{assignment.id}", "/account/notices"):
            assert client.get(address).status_code == 403
        assert client.get("/account/security").status_code == 200


def test_the_office_takes_in_lets_begin_and_ends(client: PortalClient, session: Session) -> None:
    volunteer = make_newcomer()
    session.commit()
    client.sign_in(make_staff().id)
    at = f"/volunteers/{volunteer.id}"
    days = {"trained_on": "2026-10-01", "checked_on": "2026-10-02", "signed_on": "2026-10-03"}
    assert (
        client.post(f"{at}/vetting", data=days | {"from_on": "2026-11-01", "until_on": "2026-10-01"}).status_code == 422
    )
    assert (
        client.post(f"{at}/vetting", data=days | {"from_on": "2026-10-05", "until_on": "2027-06-30"}).status_code == 303
    )
    assert "활동 시작하기" in page_of(client, at)
    client.post(f"{at}/begin")
    assert "활동 중" in page_of(client, at)
    assert client.post(f"{at}/end", data={"why": "이사"}).status_code == 303
    session.refresh(volunteer)
    assert volunteer.state is VolunteerState.ENDED


def test_a_finder_tells_and_hears_that_somebody_looked(client: PortalClient, session: Session) -> None:
    finder = make_volunteer(Team.FINDERS)
    session.commit()
    client.sign_in(id_of(finder))
    sent = {"what": "우편물이 쌓임", "whereabouts": "골목 끝 집", "dong": MANGWON}
    assert client.post("/findings/new", data=sent).location == "/findings"
    page = words_of(page_of(client, "/findings"))
    assert session.scalars(select(Worry.number)).one() in page
    assert ("살펴보기 전" in page, "골목 끝 집" in page) == (True, False)


def test_a_finder_goes_on_with_whom_they_met_at_a_door(client: PortalClient, session: Session) -> None:
    finder, planner = make_volunteer(Team.FINDERS), make_staff()
    survey = make_survey(planner)
    join_team(survey, id_of(finder), actor=planner.actor, now=NOW)
    door = make_needing(survey, session.get_one(User, id_of(finder)))
    session.commit()
    client.sign_in(id_of(finder))
    address = f"/surveys/{survey.id}/doors/{door.id}/help"
    assert address in page_of(client, "/findings")
    assert client.get(address).status_code == 200
    worry = tell_worry(door, "우편물이 쌓임", actor=planner.actor, now=NOW)
    session.commit()
    assert worry.number in words_of(page_of(client, "/findings"))


def test_what_finders_found_outside_of_surveys_counts_in_the_figures_of_discovery(
    client: PortalClient, session: Session
) -> None:
    """A household that was in care when it was told of is no discovery, nor is what led to no application."""
    finder, known, found = account_of(make_volunteer(Team.FINDERS)), make_paired(), make_application()
    seen = actions.Seen(MANGWON, "골목 끝 집", "우편물이 쌓임")
    later = NOW + timedelta(minutes=1)
    told = [actions.tell_worry(seen, actor=finder, now=later).worry for _ in range(4)]
    in_care = make_application()
    for worry, application in zip(told, (found, in_care, known.application), strict=False):
        led, number = WorryVerb.LEAD_TO_APPLICATION, application.number
        handle_worry(worry, led, "신청", application_number=number, actor=OFFICE, now=later)
    pair_household(in_care, known.coordinator_id, actor=OFFICE, now=later, reason="가까움")
    assert found_outside(NOW.year) == (4, 2, 1)
    assert found_outside(NOW.year - 1) == (0, 0, 0)
    client.sign_in(make_staff(Role.AUDITOR).id)
    page = words_of(page_of(client, "/surveys/figures"))
    assert page.count("5 미만") >= 3
    assert "조사 밖에서 희망발굴단이 찾은 가구" in page
    assert client.get("/surveys/figures?year=99999").status_code == 200
