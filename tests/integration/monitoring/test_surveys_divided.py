"""A survey that is divided: one of the team walks one of its dongs, another all of them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.errors import DomainError, NotFound
from portal.monitoring.surveys import actions, queries
from portal.monitoring.surveys.importing import Listed
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.scope import walked_dongs
from portal.monitoring.surveys.states import DoorState, DoorVerb
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, SEOGYO
from tests.factories.surveys import make_door, make_needing, make_plan, make_survey, make_walker


class TestDivided:
    @pytest.fixture
    def planner(self, session: Session) -> User:
        return make_staff()

    @pytest.fixture
    def survey(self, planner: User) -> Survey:
        survey = make_survey(planner, dongs=(MANGWON, SEOGYO))
        make_door(survey, planner, "망원로 1", dong_code=MANGWON)
        make_door(survey, planner, "서교로 2", dong_code=SEOGYO)
        return survey

    def test_each_sees_the_doors_of_their_dongs_alone(
        self, client: PortalClient, planner: User, survey: Survey
    ) -> None:
        one, other = make_walker(survey, planner, dongs=(MANGWON,)), make_walker(survey, planner, "김하늘")
        at = f"/surveys/{survey.id}/doors?show=all"
        for user, seen in ((one, [True, False]), (other, [True, True]), (planner, [True, True])):
            client.sign_in(user.id)
            words = client.get(at).text
            assert ["망원로 1" in words, "서교로 2" in words] == seen, user.name
        client.sign_in(one.id)
        assert "서교로 2" not in client.get(f"{at}&dong={SEOGYO}").text

    def test_nothing_is_written_of_another_dong(self, planner: User, survey: Survey) -> None:
        walker = make_walker(survey, planner, dongs=(MANGWON,)).actor
        other = make_door(survey, planner, "서교로 4", dong_code=SEOGYO)
        with pytest.raises(NotFound):
            queries.get_door(survey.id, other.id, viewer=walker)
        with pytest.raises(NotFound):
            actions.record_result(other, DoorVerb.MEET, actor=walker, now=NOW)
        with pytest.raises(DomainError, match="찾아가는 동"):
            actions.add_door(survey, Listed(SEOGYO, "서교로 6", ""), actor=walker, now=NOW)
        added = actions.add_door(survey, Listed(MANGWON, "망원로 6", ""), actor=walker, now=NOW)
        assert actions.record_result(added, DoorVerb.MEET, actor=walker, now=NOW).state is DoorState.MET

    def test_figures_are_of_the_doors_that_one_walks_and_of_all_for_the_office(
        self, planner: User, survey: Survey
    ) -> None:
        walker = make_walker(survey, planner, dongs=(SEOGYO,)).actor
        told = [list(queries.counts_by_dong(survey, viewer=viewer)) for viewer in (walker, make_staff().actor)]
        assert told == [[SEOGYO], [MANGWON, SEOGYO]]
        assert queries.walkers_by_dong(survey) == {MANGWON: [planner.name], SEOGYO: [planner.name, "한지원"]}

    def test_the_office_gives_dongs_and_takes_them_back(
        self, client: PortalClient, planner: User, survey: Survey
    ) -> None:
        walker = make_walker(survey, planner)
        at = f"/surveys/{survey.id}/team/{walker.id}/dongs"
        client.sign_in(walker.id)
        assert client.get(at).status_code == 403
        client.sign_in(planner.id)
        assert client.post(at, data={"dongs": "1144060000"}).status_code == 422
        client.post(at, data={"dongs": MANGWON})
        assert walked_dongs(survey, walker.actor) == (MANGWON,)
        with pytest.raises(DomainError, match="누가 맡은 동"):
            actions.change_survey(make_survey_of(planner, walker), make_plan(SEOGYO), actor=planner.actor, now=NOW)
        client.post(at, data={})
        assert walked_dongs(survey, walker.actor) == survey.dong_codes

    def test_a_need_is_not_lost_with_whoever_found_it(self, session: Session, planner: User, survey: Survey) -> None:
        finder, other = make_walker(survey, planner), make_walker(survey, planner, "김하늘", dongs=(SEOGYO,))
        door = make_needing(survey, finder, "망원로 9")

        def waits_for(user: User) -> bool:
            return session.scalar(select(SurveyDoor.id).where(queries.to_follow_up(user.actor))) == door.id

        assert [waits_for(user) for user in (finder, planner, other)] == [True, False, False]
        actions.divide_survey(survey, finder.id, (SEOGYO,), actor=planner.actor, now=NOW)
        assert [waits_for(user) for user in (finder, planner, other)] == [False, True, False]


def make_survey_of(planner: User, walker: User) -> Survey:
    """In two dongs, none of which has a door, one of them in the charge of the walker."""
    survey = make_survey(planner, dongs=(MANGWON, SEOGYO))
    actions.join_team(survey, walker.id, actor=planner.actor, now=NOW)
    actions.divide_survey(survey, walker.id, (MANGWON,), actor=planner.actor, now=NOW)
    return survey
