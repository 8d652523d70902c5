"""While a coordinator is away, whoever stands in sees, does and hears what is about their households."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user, revoke_role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.coordinators.calls.queries import calls_to_make
from portal.coordinators.caseload.actions import pair_again, set_next_contact
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.models import CoordinatorProfile
from portal.coordinators.caseload.notices import notify_resident_of_coordinator
from portal.coordinators.caseload.queries import case_of_household, ranked_coordinators, suggested, unaccompanied_cases
from portal.coordinators.caseload.rules import Hindrance
from portal.coordinators.caseload.truth import untruth_of_household
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.queries import due_count
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.coordinators.desk.queries.households import cases_for
from portal.coordinators.desk.rules import Filters
from portal.coordinators.gate.actions import tell_broken
from portal.coordinators.referrals.actions import decline_referral
from portal.coordinators.referrals.states import DeclineReason
from portal.coordinators.requests.actions import ask, take_up
from portal.coordinators.requests.states import RequestKind
from portal.coordinators.visits.notices import phone_for
from portal.core.clock import at
from portal.core.errors import Forbidden, NotFound
from portal.duty.actions import choose_pace
from portal.duty.models import StaffNotice
from portal.duty.states import Pace
from portal.duty.tasks import send_digests
from portal.extensions import db
from portal.leave.actions import decline_to_cover
from portal.leave.states import LeaveState
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from portal.residents.households.actions import change_facts
from portal.residents.households.scope import is_in_scope
from portal.residents.households.states import Fact
from tests.factories.agenda import ids_of, waiting
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_application, make_coordinator, make_office, make_paired
from tests.factories.leave import make_leave, standing_in
from tests.factories.messages import make_call
from tests.factories.referrals import Scene, make_referral, make_visit
from tests.factories.visiting import messages

BACK = TODAY + timedelta(days=4)
LATER = NOW + timedelta(days=4)


@pytest.fixture
def away(scene: Scene) -> User:
    return scene.line.plan.case.coordinator


@pytest.fixture
def deputy(session: Session) -> User:
    user = make_coordinator("김하늘")
    db.session.get_one(CoordinatorProfile, user.id).phone = "+821022220000"
    return user


def decline(scene: Scene, now: datetime = NOW) -> None:
    referral = make_referral(scene, scene.another_slot(), now=now)
    decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=now)
    db.session.flush()


class TestTheDeputy:
    def test_sees_the_households_while_it_lasts_and_not_the_day_after(
        self, scene: Scene, away: User, deputy: User
    ) -> None:
        case = scene.line.plan.case
        set_next_contact(case, TODAY, now=NOW)
        make_leave(away, deputy)
        viewer, later = standing_in(deputy), standing_in(deputy, BACK)
        assert case_of_household(case.household_id, viewer=viewer) is case
        assert is_in_scope(case.household_id, viewer)
        assert cases_for(viewer, Filters(today=TODAY), 1).page.total == 1
        assert ids_of(viewer, NOW, "contacts") == [case.id]
        assert db.session.scalar(due_count(viewer, TODAY)) == 1
        assert cases_for(later, Filters(today=BACK), 1).page.total == 0
        assert not is_in_scope(case.household_id, later)
        with pytest.raises(NotFound):
            case_of_household(case.household_id, viewer=later)

    def test_sees_their_own_beside_them(self, scene: Scene, away: User, deputy: User) -> None:
        own = make_paired(deputy)
        make_leave(away, deputy)
        found = cases_for(standing_in(deputy), Filters(today=TODAY), 1).page.items
        assert {row.id for row in found} == {own.household_id, scene.line.plan.case.household_id}

    def test_acts_under_their_own_name(self, scene: Scene, away: User, deputy: User) -> None:
        make_leave(away, deputy)
        actor, case = standing_in(deputy), scene.line.plan.case
        record_contact(case, ContactMeans.CALL, ContactOutcome.WELL, "잘 지내심", actor=actor, now=NOW)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event.like("contact.%"))).one()
        assert entry.actor_id == deputy.id

    def test_answers_what_is_asked_and_nobody_else_does(self, scene: Scene, away: User, deputy: User) -> None:
        make_leave(away, deputy)
        asked = ask(scene.person, RequestKind.MESSAGE, "전화 주세요", (), actor=scene.resident, now=NOW)
        assert [mail.recipient for mail in messages("request_asked")] == [deputy.email]
        with pytest.raises(Forbidden):
            take_up(asked, actor=make_coordinator("박바다").actor, now=NOW)
        take_up(asked, actor=standing_in(deputy), now=NOW)

    def test_reads_beside_each_item_whose_household_it_is(self, scene: Scene, away: User, deputy: User) -> None:
        set_next_contact(scene.line.plan.case, TODAY, now=NOW)
        make_referral(scene)
        make_call(scene.person)
        ask(scene.person, RequestKind.MESSAGE, "전화 주세요", (), actor=scene.resident, now=NOW)
        pets = {Fact.PETS: {"pets": "개"}}
        change_facts(scene.person, pets, from_on=TODAY, reason="", actor=scene.resident, now=NOW)
        make_leave(away, deputy)
        whose = {
            entry.kind: entry.item.whom and entry.item.whom.coordinator_id
            for entry in waiting(standing_in(deputy), NOW)
        }
        assert whose == dict.fromkeys(("contacts", "awaiting", "calls", "requests", "news"), away.id)

    def test_makes_the_calls(self, scene: Scene, away: User, deputy: User) -> None:
        scene.person.phone = None
        make_leave(away, deputy)
        notify_resident_of_coordinator(scene.line.plan.case, now=NOW)
        db.session.flush()
        assert len(calls_to_make(standing_in(deputy), now=NOW, limit=9)) >= 1


class TestMail:
    def test_goes_to_the_deputy_alone(self, scene: Scene, away: User, deputy: User) -> None:
        make_leave(away, deputy)
        decline(scene)
        assert [mail.recipient for mail in messages("referral_answered")] == [deputy.email]

    def test_to_both_where_somebody_reads_along(self, scene: Scene, away: User, deputy: User) -> None:
        make_leave(away, deputy, reads_along=True)
        decline(scene)
        assert {mail.recipient for mail in messages("referral_answered")} == {away.email, deputy.email}

    def test_to_the_coordinator_again_on_the_day_after(self, scene: Scene, away: User, deputy: User) -> None:
        make_leave(away, deputy, last=0)
        decline(scene, now=NOW + timedelta(hours=20))
        assert [mail.recipient for mail in messages("referral_answered")] == [away.email]

    def test_to_the_office_where_nobody_stands_in(self, scene: Scene, away: User, deputy: User) -> None:
        office, leave = make_office(), make_leave(away, deputy)
        decline_to_cover(leave, "바쁨", actor=deputy.actor, now=NOW)
        decline(scene)
        assert [mail.recipient for mail in messages("referral_answered")] == [office.email]

    def test_to_the_office_where_the_account_is_closed(self, scene: Scene, away: User) -> None:
        office = make_office()
        away.disabled_at = NOW
        decline(scene)
        assert [mail.recipient for mail in messages("referral_answered")] == [office.email]

    def test_in_the_mail_of_the_day_goes_to_the_deputy(self, scene: Scene, away: User, deputy: User) -> None:
        for user in (away, deputy):
            choose_pace(Pace.DAILY, actor=user.actor, now=NOW)
        decline(scene)
        make_leave(away, deputy, first=1)
        tomorrow = at(TODAY + timedelta(days=1), time(8, 40))
        assert send_digests(tomorrow) == 1
        assert [mail.recipient for mail in messages("staff_digest")] == [deputy.email]
        told = db.session.scalars(select(StaffNotice).where(StaffNotice.user_id == away.id)).all()
        assert all(notice.told_at for notice in told)

    def test_about_broken_bookings_goes_to_the_deputy(self, scene: Scene, away: User, deputy: User) -> None:
        make_visit(scene)
        make_leave(away, deputy)
        scene.line.until_on = TODAY
        db.session.flush()
        tell_broken(now=NOW)
        assert {mail.recipient for mail in messages("bookings_broken")} >= {deputy.email}
        assert away.email not in {mail.recipient for mail in messages("bookings_broken")}
        assert {untruth(mail, NOW) for mail in messages("bookings_broken")} == {None}


class TestResidents:
    def test_are_told_of_the_deputy_and_until_when(self, scene: Scene, away: User, deputy: User) -> None:
        make_leave(away, deputy)
        case = scene.line.plan.case
        charge = in_charge(case, TODAY)
        words, params = charge.aloud
        until = TODAY + timedelta(days=3)
        assert words % params == f"대신 김하늘 코디네이터({until.month}월 {until.day}일까지)"
        assert phone_for(make_referral(scene), TODAY) == charge.phone == "+821022220000"
        assert in_charge(case, BACK).user is away

    def test_hear_in_texts_whom_to_expect(self, scene: Scene, away: User, deputy: User) -> None:
        make_leave(away, deputy)
        before = set(messages("coordinator_named"))
        notify_resident_of_coordinator(scene.line.plan.case, now=NOW)
        db.session.flush()
        (text,) = set(messages("coordinator_named")) - before
        assert "010-2222-0000" in text.body
        assert "대신" in text.body
        assert untruth_of_household(text, NOW) is None
        assert untruth_of_household(text, LATER) is Unsent.SUPERSEDED

    def test_are_not_told_that_who_stands_in_is_the_coordinator_nor_the_other_way_round(
        self, scene: Scene, away: User, deputy: User
    ) -> None:
        case = scene.line.plan.case
        away_id, deputy_id, told = away.id, deputy.id, {"reason": "휴직", "handover_note": "무릎이 아프심"}
        office = make_office().actor
        pair_again(case, deputy_id, **told, actor=office, now=NOW)
        make_leave(away, deputy)
        pair_again(case, away_id, **told, actor=office, now=NOW)
        as_stand_in, as_coordinator = sorted(messages("coordinator_named"), key=lambda each: "대신" not in each.body)[
            :2
        ]
        assert (as_coordinator.why, as_stand_in.why) == (Unsent.SUPERSEDED, None)
        pair_again(case, deputy_id, **told, actor=office, now=NOW)
        assert as_stand_in.why is Unsent.SUPERSEDED

    def test_call_the_office_where_nobody_acts(self, scene: Scene, away: User) -> None:
        make_leave(away, None)
        charge = in_charge(scene.line.plan.case, TODAY)
        assert (charge.user, charge.name) == (None, "사무국")

    def test_of_a_closed_account_call_the_office(self, scene: Scene, away: User) -> None:
        away.disabled_at = NOW
        db.session.flush()
        assert in_charge(scene.line.plan.case, TODAY).user is None


def test_who_is_away_is_suggested_to_no_new_household(session: Session) -> None:
    away, here = make_coordinator("한지원"), make_coordinator("김하늘")
    make_leave(away, here)
    ranked = ranked_coordinators(make_application(), now=NOW)
    assert {each.coordinator.name: each.hindrances for each in ranked} == {"김하늘": (), "한지원": (Hindrance.AWAY,)}
    assert [each.coordinator.name for each in suggested(ranked)] == ["김하늘"]


class TestNobody:
    def test_is_without_somebody_while_a_deputy_acts(self, scene: Scene, away: User, deputy: User) -> None:
        make_leave(away, deputy)
        assert unaccompanied_cases(now=NOW) == []

    def test_acts_when_the_deputy_declines_is_away_or_has_left(self, scene: Scene, away: User, deputy: User) -> None:
        case, office = scene.line.plan.case, make_office()
        leave = make_leave(away, deputy)
        make_leave(deputy, make_coordinator("박바다"), first=1, last=1)
        assert unaccompanied_cases(now=NOW) == []
        assert unaccompanied_cases(now=NOW + timedelta(days=1)) == [case]
        disable_user(deputy, actor=office.actor, now=NOW)
        assert unaccompanied_cases(now=NOW) == [case]
        assert leave.deputy_id is None
        assert unaccompanied_cases(now=LATER) == []


def heard_by(user: User) -> list[OutboxMessage]:
    db.session.flush()
    return [mail for mail in messages("staff_cover") if mail.recipient == user.email]


class TestFollowers:
    def test_of_somebody_who_stands_in_is_heard_by_the_office(self, scene: Scene) -> None:
        office, away, deputy = make_office(), scene.line.plan.case.coordinator, make_coordinator("김하늘")
        make_leave(away, deputy)
        make_leave(deputy, make_coordinator("박바다"), first=9, last=9)
        assert heard_by(office) == []
        make_leave(deputy, make_coordinator("박바다"), first=2, last=2)
        assert "비는 날" in heard_by(office)[0].body

    @pytest.mark.parametrize("by_role", [False, True])
    def test_loses_the_deputy_whose_account_closes(self, scene: Scene, by_role: bool) -> None:
        office, away, deputy = make_office(), scene.line.plan.case.coordinator, make_coordinator("김하늘")
        leave, own = make_leave(away, deputy), make_leave(deputy, make_coordinator("박바다"), first=9, last=9)
        if by_role:
            revoke_role(deputy.grants[0], actor=office.actor, now=NOW)
        else:
            disable_user(deputy, actor=office.actor, now=NOW)
        assert (leave.state, leave.deputy_id) == (LeaveState.OPEN, None)
        assert own.state is LeaveState.CALLED_OFF
        assert unaccompanied_cases(now=NOW) == [scene.line.plan.case]
        assert "대신할 분이 없습니다" in heard_by(office)[0].body
