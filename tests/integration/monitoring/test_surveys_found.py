"""What a survey finds: households in care, those in need and what follows, figures, and what stays when it is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.benefits.figures.states import Covered
from portal.core import clock
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.monitoring.surveys import actions, queries
from portal.monitoring.surveys.models import DoorAddress, Survey, SurveyDoor
from portal.monitoring.surveys.presentation import found_rows
from portal.monitoring.surveys.rules import Count
from portal.monitoring.surveys.states import DoorVerb, SurveyState, SurveyVerb
from portal.monitoring.surveys.tasks import hand_on
from portal.monitoring.teams.states import Team
from portal.monitoring.worries.actions import handle_worry
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WorryVerb
from portal.privacy.retention.expired import remove_expired
from tests.client import PortalClient
from tests.factories import agenda
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, SEOGYO
from tests.factories.coordinators import OFFICE, make_application, make_paired
from tests.factories.surveys import make_door, make_needing, make_survey, make_walker
from tests.factories.teams import id_of, make_volunteer


class TestKnownHouseholds:
    def test_are_told_to_those_alone_who_may_see_them(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        planner = make_staff()
        survey = make_survey(planner)
        door = make_door(survey, planner, case.household.address, case.household.address_detail)
        stranger = make_walker(survey, planner)
        actions.join_team(survey, case.coordinator_id, actor=planner.actor, now=NOW)
        for user_id, is_told in ((case.coordinator_id, True), (planner.id, True), (stranger.id, False)):
            client.sign_in(user_id)
            assert ("이미 돌봄 중" in client.get(f"/surveys/{survey.id}/doors").text) is is_told
            page = client.get(f"/surveys/{survey.id}/doors/{door.id}").text
            assert ("이미 돌봄 중" in page) is is_told
            assert (f"/households/{case.household_id}" in page) is is_told

    def test_are_no_discovery(self, session: Session) -> None:
        case = make_paired()
        planner = make_staff()
        survey = make_survey(planner)
        door = make_door(survey, planner, case.household.address, case.household.address_detail)
        actions.record_result(door, DoorVerb.FIND_NEED, actor=planner.actor, now=NOW)
        make_needing(survey, planner, "망원로 5")
        count = queries.counts_by_dong(survey, viewer=planner.actor)[MANGWON]
        assert (count.needs_help, count.found) == (2, 1)


class TestWhatFollows:
    def test_an_application_with_consent(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_needing(survey, planner)
        application = make_application(entered_by_id=planner.id, received_at=clock.now())
        application.household.address, application.household.address_detail = "월드컵로 77", "반지하 1호"
        client.sign_in(planner.id)
        at = f"/surveys/{survey.id}/doors/{door.id}"
        assert application.number in client.get(f"{at}/help").text
        assert client.post(f"{at}/application", data={"application": application.number}).status_code == 303
        session.refresh(door)
        assert door.application_id == application.id
        assert client.post(f"{at}/application", data={"application": "other"}).status_code in (409, 422)

    def test_a_number_that_nothing_has_is_refused_beside_its_field(
        self, client: PortalClient, session: Session
    ) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_needing(survey, planner)
        client.sign_in(planner.id)
        sent = {"application": "other", "application_number": "2026-999999"}
        page = client.post(f"/surveys/{survey.id}/doors/{door.id}/application", data=sent)
        assert page.status_code == 422
        assert "이 번호의 신청이 없습니다." in page.text

    def test_typing_it_in_leads_back_to_the_door(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_needing(survey, planner)
        client.sign_in(planner.id)
        page = client.get(f"/surveys/{survey.id}/doors/{door.id}/help").text
        assert f"/applications/new?back=%2Fsurveys%2F{survey.id}" in page or "back=" in page

    def test_a_word_without_a_name(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_needing(survey, planner)
        client.sign_in(planner.id)
        at = f"/surveys/{survey.id}/doors/{door.id}"
        assert client.post(f"{at}/word", data={"what": ""}).status_code == 422
        assert client.post(f"{at}/word", data={"what": "문 앞에 우편물이 쌓여 있음"}).status_code == 303
        worry = session.scalars(select(Worry)).one()
        session.refresh(door)
        assert (worry.reporter_name, worry.reporter_phone, door.worry_id) == ("", "", worry.id)
        assert worry.whereabouts == "월드컵로 77 반지하 1호"

    @pytest.mark.parametrize(("address", "days"), [("월드컵로 78", 0), ("월드컵로 77", -30)])
    def test_no_application_of_another_door_or_of_a_time_before_the_survey(
        self, session: Session, address: str, days: int
    ) -> None:
        """Else any old file would count as a hidden household that was found."""
        planner = make_staff()
        door = make_needing(make_survey(planner), planner)
        application = make_application(received_at=NOW + timedelta(days=days))
        application.household.address, application.household.address_detail = address, "반지하 1호"
        with pytest.raises(DomainError, match="이 주소에서"):
            actions.lead_to_application(door, application.number, actor=planner.actor, now=NOW)

    def test_a_flat_written_otherwise_is_the_same_home_where_somebody_says_so(self, session: Session) -> None:
        planner = make_staff()
        door = make_needing(make_survey(planner), planner)
        application = make_application(received_at=NOW)
        application.household.address, application.household.address_detail = "월드컵로 77", "B01호"
        with pytest.raises(DomainError, match="동·호수가 다릅니다"):
            actions.lead_to_application(door, application.number, actor=planner.actor, now=NOW)
        actions.lead_to_application(door, application.number, is_same_home=True, actor=planner.actor, now=NOW)
        assert door.application_id == application.id

    def test_the_wish_to_apply_reaches_the_office_from_a_finder(self, client: PortalClient, session: Session) -> None:
        planner, finder = make_staff(), make_volunteer(Team.FINDERS)
        survey = make_survey(planner)
        actions.join_team(survey, id_of(finder), actor=planner.actor, now=NOW)
        door = make_needing(survey, session.get_one(User, id_of(finder)))
        client.sign_in(id_of(finder))
        at = f"/surveys/{survey.id}/doors/{door.id}"
        assert "신청 잇기" not in client.get(f"{at}/help").text
        assert client.post(f"{at}/wish", data={"how": ""}).status_code == 422
        assert client.post(f"{at}/wish", data={"how": "오후에 찾아와 달라고 하심"}).status_code == 303
        worry = session.scalars(select(Worry)).one()
        assert "신청하시겠다고 합니다" in worry.what
        assert worry.what.endswith("오후에 찾아와 달라고 하심")
        assert client.get("/findings").text.count(f"/surveys/{survey.id}/doors/{door.id}/help") == 0

    def test_waits_on_today_until_something_followed(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        walker = make_walker(survey, planner)
        door = make_needing(survey, walker)

        def waiting() -> list[str]:
            return [entry.item.what for entry in agenda.waiting(walker.actor, NOW, "doors")]

        assert waiting() == ["조사에서 만난 분 잇기"]
        actions.tell_worry(door, "걱정", actor=walker.actor, now=NOW)
        assert waiting() == []

    def test_waits_for_the_office_where_it_or_nobody_follows(self, session: Session) -> None:
        planner, finder, other = make_staff(), make_staff(Role.FINDER), make_staff()
        survey = make_survey(planner)
        actions.join_team(survey, finder.id, actor=planner.actor, now=NOW)
        door = make_needing(survey, finder)
        own = make_needing(survey, planner, "망원로 5")
        (mine,) = agenda.at_office(planner.actor, NOW, "doors")
        assert mine.key == f"door-{own.id}"
        assert agenda.at_office(other.actor, NOW, "doors") == []
        actions.leave_team(survey, finder.id, actor=planner.actor, now=NOW)
        followed = {item.key for item in agenda.at_office(planner.actor, NOW, "doors")}
        assert followed == {f"door-{own.id}", f"door-{door.id}"}
        assert agenda.at_office(other.actor, NOW, "doors") == []
        actions.leave_team(survey, planner.id, actor=other.actor, now=NOW)
        left = agenda.at_office(other.actor, NOW, "doors")
        assert {item.key for item in left} == followed
        assert left[0].deeds[0].url == f"/surveys/{survey.id}"

    def test_nothing_follows_where_nobody_needs_help(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_door(survey, planner)
        with pytest.raises(Conflict, match="도움이 필요하다고"):
            actions.tell_worry(door, "걱정", actor=planner.actor, now=NOW)


class TestFigures:
    def test_found_applied_and_in_care(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        case = make_paired()
        for place in range(4):
            make_needing(survey, planner, f"망원로 {place}")
        first, second, third, _fourth = session.scalars(select(SurveyDoor).order_by(SurveyDoor.id)).all()
        applied = make_application()
        for door, application in ((first, case.application), (second, applied)):
            assert door.place is not None
            application.household.address, application.household.address_detail = (
                door.place.address,
                door.place.address_detail,
            )
            actions.lead_to_application(door, application.number, actor=planner.actor, now=NOW)
        worry = actions.tell_worry(third, "걱정", actor=planner.actor, now=NOW)
        led_to = make_application()
        verb = WorryVerb.LEAD_TO_APPLICATION
        handle_worry(worry, verb, "신청", application_number=led_to.number, actor=OFFICE, now=NOW)
        count = queries.counts_by_dong(survey, viewer=planner.actor)[MANGWON]
        assert (count.doors, count.found, count.applied, count.in_care) == (4, 4, 3, 1)

    def test_of_each_of_the_team(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        walker = make_walker(survey, planner)
        make_needing(survey, walker, "망원로 1")
        told = [
            (user.name, count.doors, count.needs_help)
            for user, count in queries.counts_by_person(survey, viewer=planner.actor)
        ]
        assert told == [(walker.name, 1, 1)]

    def test_few_are_not_told(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner, dongs=(MANGWON, SEOGYO))
        counts = {MANGWON: Count(doors=40, visited=30, found=3), SEOGYO: Count(doors=40, visited=30, found=9)}
        rows = found_rows([survey], {survey.id: counts})
        assert [row.found for row in rows] == [12, Covered.FEW, Covered.COVER]
        assert [row.applied for row in rows] == [0, 0, 0]
        make_needing(survey, planner)
        client.sign_in(make_staff(Role.AUDITOR).id)
        assert "5 미만" in client.get("/surveys/figures").text

    def test_another_year_has_its_own(self, client: PortalClient, session: Session) -> None:
        make_survey()
        client.sign_in(make_staff(Role.AUDITOR).id)
        assert "반지하 조사" in client.get("/surveys/figures").text
        assert "반지하 조사" not in client.get("/surveys/figures?year=2025").text
        assert client.get("/surveys/figures?year=99999").status_code == 200


class TestWhenItIsOver:
    def run(self, session: Session, days: int) -> tuple[int, int]:
        """How many addresses and doors are left so many days later."""
        list(remove_expired(NOW + timedelta(days=days)))
        session.expire_all()
        addresses = len(session.scalars(select(DoorAddress)).all())
        return addresses, len(session.scalars(select(SurveyDoor)).all())

    def test_addresses_go_and_figures_stay(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        make_needing(survey, planner)
        actions.step_survey(survey, SurveyVerb.FINISH, actor=planner.actor, now=NOW)
        assert self.run(session, 59) == (1, 1)
        assert self.run(session, 60) == (0, 1)
        assert queries.counts_by_dong(survey, viewer=planner.actor)[MANGWON].found == 1

    def test_an_end_that_nobody_wrote_down_keeps_them_no_longer(self, session: Session) -> None:
        survey = make_survey()
        make_door(survey, session.get_one(type(survey.members[0].user), survey.members[0].user_id))
        assert self.run(session, 90) == (1, 1)
        assert self.run(session, 91) == (0, 1)
        assert session.scalars(select(Survey)).one().state is SurveyState.UNDER_WAY

    def test_whoever_needs_help_and_is_left_becomes_a_worry(self, session: Session) -> None:
        """Where nobody walks a survey that is over at once, else a week before the address goes."""
        planner, finder = make_staff(), make_staff(Role.FINDER)
        survey = make_survey(planner)
        actions.join_team(survey, finder.id, actor=planner.actor, now=NOW)
        left, followed = make_needing(survey, finder), make_needing(survey, planner, "망원로 5")
        actions.step_survey(survey, SurveyVerb.FINISH, actor=planner.actor, now=NOW)
        hand_on(NOW + timedelta(days=52))
        assert session.scalars(select(Worry)).all() == []
        hand_on(NOW + timedelta(days=53))
        assert left.worry_id is not None
        assert followed.worry_id is not None
        other = make_needing(second := make_survey(planner), planner, "망원로 7")
        actions.leave_team(second, planner.id, actor=planner.actor, now=NOW)
        hand_on(NOW)
        assert other.worry_id is None, "somebody may still be sent"
        actions.step_survey(second, SurveyVerb.FINISH, actor=planner.actor, now=NOW)
        hand_on(NOW)
        worry = session.get_one(Worry, other.worry_id)
        assert worry.whereabouts == "망원로 7 반지하 1호"

    def test_one_past_its_last_day_waits_for_whoever_plans(self, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        assert agenda.at_office(planner.actor, NOW + timedelta(days=30), "surveys") == []
        (item,) = agenda.at_office(planner.actor, NOW + timedelta(days=31), "surveys")
        assert (item.key, item.due) == (f"survey-{survey.id}", survey.ends_on)
        late = NOW + timedelta(days=91)
        with pytest.raises(Conflict, match="끝나는 날을 먼저"):
            actions.bring_list(survey, actions.Brought([], "구청", "협약"), actor=planner.actor, now=late)

    def test_a_door_without_its_address_is_not_found(self, client: PortalClient, session: Session) -> None:
        planner = make_staff()
        survey = make_survey(planner)
        door = make_needing(survey, planner)
        self.run(session, 91)
        client.sign_in(planner.id)
        assert client.get(f"/surveys/{survey.id}/doors/{door.id}").status_code == 404
        assert client.get(f"/surveys/{survey.id}").status_code == 200
