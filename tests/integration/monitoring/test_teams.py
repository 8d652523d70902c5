"""Volunteers: who may begin, what they are given and tell, what follows of it, and how all of it ends."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.actions import accept_invitation, disable_user
from portal.accounts.models import Invitation, SignInSession, User
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.monitoring.surveys.actions import join_team
from portal.monitoring.surveys.scope import walked_dongs
from portal.monitoring.teams import actions
from portal.monitoring.teams.models import Assignment, Volunteer
from portal.monitoring.teams.queries import get_round, keeps_account, rounds_of
from portal.monitoring.teams.rules import HOUSEHOLDS_AT_MOST
from portal.monitoring.teams.states import Team, VolunteerState
from portal.monitoring.teams.truth import untruth_of_gap
from portal.monitoring.worries.states import WorryState
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from tests.factories.accounts import make_staff
from tests.factories.agenda import waiting
from tests.factories.calls import to_call
from tests.factories.consortium import MANGWON, NOW, OFFICE, TODAY
from tests.factories.coordinators import make_paired
from tests.factories.surveys import make_survey
from tests.factories.teams import (
    account_of,
    make_agreeing,
    make_assignment,
    make_charge,
    make_newcomer,
    make_vetting,
    make_volunteer,
)


def sees(assignment: Assignment, *, day_later: int = 0) -> bool:
    """Whether its watcher may open it."""
    try:
        get_round(assignment.id, viewer=account_of(assignment.volunteer), now=NOW + timedelta(days=day_later))
    except NotFound:
        return False
    return True


def withdraw(person_id: UUID) -> None:
    """What the person agreed to, that a neighbour looks after them, they take back."""
    for held in consents_of(person_id):
        if held.kind is ConsentKind.NEIGHBOUR and held.given:
            withdraw_consent(held, actor=OFFICE, now=NOW)


class TestBeginning:
    @pytest.mark.parametrize("lacks", ["trained_on", "checked_on", "signed_on", "from_on", "until_on"])
    def test_takes_training_check_and_agreement(self, session: Session, lacks: str) -> None:
        volunteer = make_newcomer()
        actions.change_vetting(volunteer, replace(make_vetting(), **{lacks: None}), actor=OFFICE, now=NOW)
        with pytest.raises(Conflict, match="날을 모두"):
            actions.begin(volunteer, actor=OFFICE, now=NOW)

    def test_takes_a_check_of_this_year(self, session: Session) -> None:
        volunteer = make_newcomer()
        old = make_vetting(checked_on=TODAY - timedelta(days=366))
        actions.change_vetting(volunteer, old, actor=OFFICE, now=NOW)
        with pytest.raises(Conflict, match="범죄경력"):
            actions.begin(volunteer, actor=OFFICE, now=NOW)

    def test_invites_them_and_knows_them_by_the_account_that_they_open(self, session: Session) -> None:
        volunteer = make_newcomer()
        actions.change_vetting(volunteer, make_vetting(), actor=OFFICE, now=NOW)
        actions.begin(volunteer, actor=OFFICE, now=NOW)
        user = accept_invitation(session.scalars(select(Invitation)).one(), "hash", now=NOW)
        assert (volunteer.user_id, user.actor.can(Team.WATCHERS.permission)) == (user.id, True)

    def test_is_for_the_office(self, session: Session) -> None:
        volunteer = make_volunteer()
        with pytest.raises(Forbidden):
            actions.begin(volunteer, actor=account_of(volunteer), now=NOW)
        with pytest.raises(Forbidden):
            actions.end_volunteer(volunteer, "이사", actor=account_of(volunteer), now=NOW)


class TestACharge:
    def test_needs_the_persons_consent(self, session: Session) -> None:
        case, volunteer = make_paired(), make_volunteer()
        withdraw(case.person_id)
        with pytest.raises(Conflict, match="동의"):
            actions.assign(case.household_id, make_charge(volunteer), actor=OFFICE, now=NOW)

    def test_is_of_a_few_households(self, session: Session) -> None:
        volunteer = make_volunteer()
        for _each in range(HOUSEHOLDS_AT_MOST):
            make_assignment(volunteer)
        with pytest.raises(DomainError, match="가구까지"):
            make_assignment(volunteer)

    @pytest.mark.parametrize("team", [Team.FINDERS, None])
    def test_is_of_watchers_who_are_at_work(self, session: Session, team: Team | None) -> None:
        volunteer = make_volunteer(team) if team else make_newcomer()
        case = make_agreeing(make_paired())
        with pytest.raises(DomainError, match="활동하는 이웃지킴이"):
            actions.assign(case.household_id, make_charge(volunteer), actor=OFFICE, now=NOW)

    def test_lasts_no_longer_than_the_agreement(self, session: Session) -> None:
        volunteer, case = make_volunteer(), make_agreeing(make_paired())
        charge = make_charge(volunteer, until_on=TODAY + timedelta(days=201))
        with pytest.raises(DomainError, match="활동 기간"):
            actions.assign(case.household_id, charge, actor=OFFICE, now=NOW)

    def test_is_given_by_whoever_accompanies_the_household(self, session: Session) -> None:
        volunteer, case = make_volunteer(), make_agreeing(make_paired())
        stranger = make_paired().coordinator.actor
        with pytest.raises(NotFound):
            actions.assign(case.household_id, make_charge(volunteer), actor=stranger, now=NOW)
        given = actions.assign(case.household_id, make_charge(volunteer), actor=case.coordinator.actor, now=NOW)
        assert sees(given)

    def test_is_seen_by_its_watcher_alone_and_on_its_days(self, session: Session) -> None:
        assignment, other = make_assignment(), make_volunteer()
        assert [sees(assignment, day_later=days) for days in (0, 200, 201)] == [True, True, False]
        assert rounds_of(account_of(other), NOW) == []


class TestEnding:
    @pytest.mark.parametrize("how", ["volunteer", "time", "by the office", "by themselves", "consent", "another"])
    def test_of_a_charge_is_told_before_and_after_to_whoever_accompanies_the_household(
        self, session: Session, how: str
    ) -> None:
        """Unless they ended it, the person wants it no more, or somebody else goes on."""
        case = make_paired()
        assignment, actor = make_assignment(case=case), case.coordinator.actor
        last_on, last = TODAY + timedelta(days=200), NOW + timedelta(days=200)
        early, in_time = last - timedelta(days=15), last - timedelta(days=14)
        assert waiting(actor, early, "neighbours_ending") == []
        assert [entry.item.due for entry in waiting(actor, in_time, "neighbours_ending")] == [last_on]
        if how == "volunteer":
            actions.end_volunteer(assignment.volunteer, "이사", actor=OFFICE, now=NOW)
        elif how == "time":
            actions.end_what_is_over(last + timedelta(days=1))
        elif how == "consent":
            withdraw(assignment.person_id)
        else:
            if how == "another":
                make_assignment(case=case)
            actions.end_assignment(assignment, "쉼", actor=actor if how == "by themselves" else OFFICE, now=NOW)
        is_told = how in ("volunteer", "time", "by the office")
        notices = select(StaffNotice.user_id).where(StaffNotice.subject_kind == actions.GAP)
        assert list(session.scalars(notices)) == [case.coordinator_id] * is_told
        mail = OutboxMessage(subject_id=assignment.id)
        assert untruth_of_gap(mail, NOW) is (Unsent.ENDED if how == "another" else None)
        if how == "by the office":
            make_assignment(case=case)
            assert untruth_of_gap(mail, NOW) is Unsent.ENDED

    def test_a_volunteer_ends_signing_in_and_every_charge_at_once(self, session: Session) -> None:
        assignment = make_assignment()
        volunteer = assignment.volunteer
        user = session.get_one(User, volunteer.user_id)
        actions.end_volunteer(volunteer, "이사", actor=OFFICE, now=NOW)
        assert (volunteer.state, assignment.ended_at) == (VolunteerState.ENDED, NOW)
        assert (user.disabled_at, user.open_grants) == (NOW, [])
        open_sessions = select(func.count()).where(SignInSession.user_id == user.id, SignInSession.ended_at.is_(None))
        assert session.scalar(open_sessions) == 0

    def test_another_role_of_theirs_stays(self, session: Session) -> None:
        user = make_staff(email="both@example.kr")
        volunteer = make_newcomer()
        volunteer.email = "both@example.kr"
        actions.change_vetting(volunteer, make_vetting(), actor=OFFICE, now=NOW)
        assert not actions.begin(volunteer, actor=OFFICE, now=NOW)
        assert keeps_account(volunteer)
        actions.end_volunteer(volunteer, "바쁨", actor=OFFICE, now=NOW)
        assert (user.disabled_at, len(user.open_grants)) == (None, 1)

    def test_a_closed_account_ends_the_work(self, session: Session) -> None:
        assignment = make_assignment()
        volunteer = assignment.volunteer
        disable_user(session.get_one(User, volunteer.user_id), actor=OFFICE, now=NOW)
        assert (volunteer.state, assignment.ended_at) == (VolunteerState.ENDED, NOW)

    def test_a_finder_sees_no_doors_any_more(self, session: Session) -> None:
        office, finder = make_staff(), make_volunteer(Team.FINDERS)
        survey, actor = make_survey(office), account_of(finder)
        assert actor.user_id is not None
        join_team(survey, actor.user_id, actor=office.actor, now=NOW)
        assert walked_dongs(survey, actor)
        actions.end_volunteer(finder, "이사", actor=office.actor, now=NOW)
        assert not walked_dongs(survey, actor)

    def test_comes_by_itself_when_the_days_are_over(self, session: Session) -> None:
        assignment = make_assignment()
        for days, state in ((200, VolunteerState.ACTIVE), (201, VolunteerState.ENDED)):
            actions.end_what_is_over(NOW + timedelta(days=days))
            assert assignment.volunteer.state is state

    def test_withdrawn_consent_ends_a_charge_and_no_work(self, session: Session) -> None:
        assignment = make_assignment()
        withdraw(assignment.person_id)
        assert (assignment.ended_at, sees(assignment)) == (NOW, False)
        assert assignment.volunteer.state is VolunteerState.ACTIVE


class TestAFinding:
    def test_is_a_worry_whose_reporter_the_office_knows(self, session: Session) -> None:
        finder = make_volunteer(Team.FINDERS)
        seen = actions.Seen(MANGWON, "골목 끝 집", "우편물이 쌓임")
        finding = actions.tell_worry(seen, actor=account_of(finder), now=NOW)
        assert (finding.worry.state, finding.worry.reporter_name) == (WorryState.REPORTED, finder.name)

    @pytest.mark.parametrize("may_ask", [True, False])
    def test_is_asked_about_by_telephone_where_the_finder_said_so(self, session: Session, may_ask: bool) -> None:
        finder = make_volunteer(Team.FINDERS)
        seen = actions.Seen(MANGWON, "골목 끝 집", "우편물이 쌓임", may_ask=may_ask)
        worry = actions.tell_worry(seen, actor=account_of(finder), now=NOW).worry
        assert worry.reporter_phone == (finder.phone if may_ask else "")
        assert [entry.about_id for entry in to_call(OFFICE)] == [worry.id] * may_ask

    def test_takes_an_agreement_of_the_day(self, session: Session) -> None:
        finder = make_volunteer(Team.FINDERS)
        seen = actions.Seen(MANGWON, "골목 끝 집", "우편물이 쌓임")
        with pytest.raises(Conflict, match="활동 기간"):
            actions.tell_worry(seen, actor=account_of(finder), now=NOW + timedelta(days=201))


def test_whoever_comes_back_gets_the_account_that_they_had(session: Session) -> None:
    first = make_volunteer()
    actions.end_volunteer(first, "쉼", actor=OFFICE, now=NOW)
    again = actions.take_in(
        actions.Newcomer(Team.WATCHERS, first.name, first.email, first.phone), actor=OFFICE, now=NOW
    )
    actions.change_vetting(again, make_vetting(), actor=OFFICE, now=NOW)
    actions.begin(again, actor=OFFICE, now=NOW)
    assert again.user_id == first.user_id
    assert session.get_one(User, again.user_id).disabled_at is None
    assert session.scalar(select(func.count()).select_from(Volunteer)) == 2


def test_a_closed_account_opens_with_the_role_of_the_team_alone(session: Session) -> None:
    """A coordinator who left and comes back as a volunteer sees no household of before, and needs an agreement."""
    left = make_staff(Role.COORDINATOR, email="left@example.kr")
    disable_user(left, actor=OFFICE, now=NOW)
    volunteer = make_newcomer()
    volunteer.email = "left@example.kr"
    actions.change_vetting(volunteer, make_vetting(), actor=OFFICE, now=NOW)
    assert actions.begin(volunteer, actor=OFFICE, now=NOW)
    assert (left.disabled_at, left.actor.is_volunteer, keeps_account(volunteer)) == (None, True, False)
    actions.end_volunteer(volunteer, "이사", actor=OFFICE, now=NOW)
    assert left.disabled_at == NOW
