"""One of each thing that an address of the portal can be about, and who may act on it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from portal.accounts.actions import ask_removal, invite_staff
from portal.accounts.models import Invitation, Passkey, User
from portal.accounts.providers.models import ProviderLink
from portal.benefits.ledger.actions import Wanted, request_override
from portal.benefits.settlement.actions import raise_dispute
from portal.benefits.settlement.queries import lines_of
from portal.benefits.settlement.states import MustAct
from portal.consortium.capacity.actions import close_day
from portal.consortium.capacity.models import ClosedDay
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.links import ANSWERING
from portal.coordinators.plans.states import PlanState
from portal.coordinators.requests.actions import ask
from portal.coordinators.requests.states import RequestKind
from portal.core.editions import EditionState
from portal.core.permissions import ROLE_PERMISSIONS, Role
from portal.extensions import db
from portal.filters.actions import save_filter
from portal.monitoring.duties.states import DutyAct
from portal.monitoring.teams.states import Team
from portal.privacy.requests.states import RightsKind
from portal.privacy.retention.actions import hold_file
from portal.residents.helpers.states import HelperMay
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from portal.web.access import access_of
from tests.factories.accounts import make_staff
from tests.factories.alerts import make_alert
from tests.factories.calls import make_call_task
from tests.factories.consortium import NOW, TODAY, make_agreement, make_pattern
from tests.factories.coordinators import make_application, make_referred
from tests.factories.duties import make_duty, make_exemption, make_policy_edition
from tests.factories.handovers import make_handover
from tests.factories.leave import make_leave
from tests.factories.manuals import make_actor, make_draft
from tests.factories.meetings import START, make_meeting, make_task
from tests.factories.messages import make_call, make_restoration, make_shift
from tests.factories.partners import make_partner
from tests.factories.privacy import make_access, make_incident, make_rights_request
from tests.factories.programmes import make_edition, make_import
from tests.factories.referrals import make_line, make_person, make_referral
from tests.factories.resemblances import make_pair
from tests.factories.residents import make_helping
from tests.factories.screening import make_edition_draft, make_screening
from tests.factories.settlement import draw, make_account, make_charges
from tests.factories.teams import make_volunteer
from tests.factories.visiting import make_letter
from tests.factories.workers import make_worker
from tests.factories.workplan import make_work_task
from tests.factories.worries import make_worry
from tests.integration.ledger.scenes import make_paid
from tests.integration.web import of_meetings
from tests.integration.web.of_features import (
    Values,
    asking,
    granted,
    of_a_body,
    of_a_confirmation,
    of_a_household,
    of_a_lesson,
    of_a_mandate,
    of_a_review,
    of_a_stay,
    of_a_suggestion,
    of_a_survey,
    of_a_worry,
    of_advice,
    of_an_attachment,
    of_consulting,
    of_teams,
    of_the_feed,
    of_workers,
)

FILES = frozenset({"static", "evidence.file", "visits.photo"})
MOVES = {"step": "consents", "direction": "up", "month": "2026-10"}


@dataclass(frozen=True)
class Everything:
    """`people` by role, and the values of addresses: for all, and by blueprint where a name means something else."""

    people: dict[Role, UUID]
    values: Values
    by_blueprint: dict[str, Values]

    def addresses(self, app: Flask, method: str = "POST") -> list[tuple[Rule, str]]:
        """Each such route, but of files, with an address that is there; what is gone once it was changed, last."""
        rules = [it for it in app.url_map.iter_rules() if method in (it.methods or ()) and it.endpoint not in FILES]
        rules.sort(key=lambda rule: ("GET" not in (rule.methods or ()), rule.endpoint))
        with app.test_request_context():
            return [(rule, app.url_for(rule.endpoint, **self._values_of(rule))) for rule in rules]

    def _values_of(self, rule: Rule) -> Values:
        given = (
            self.values
            | self.by_blueprint.get(rule.endpoint.split(".")[0], {})
            | self.by_blueprint.get(rule.endpoint, {})
        )
        return {name: self._value(rule, name, given) for name in rule.arguments}

    @staticmethod
    def _value(rule: Rule, name: str, given: Values) -> Any:
        converter = rule._converters[name]
        return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else given[name]

    def who_may(self, app: Flask, rule: Rule) -> list[UUID | None]:
        """Somebody of each role that may use the route; nobody where everybody may."""
        access = access_of(app.view_functions[rule.endpoint])
        assert access is not None
        if access.permission is None:
            return [None]
        return [user_id for role, user_id in self.people.items() if access.permission in ROLE_PERMISSIONS[role]]


def colleague_without_factor() -> User:
    """A coordinator who lost telephone and codes, about whom one of the office has asked."""
    user = make_staff(Role.COORDINATOR, authenticator=True)
    ask_removal(user, "잃음", actor=make_staff().actor, now=NOW)
    return user


def passkey_of(user: User) -> Passkey:
    passkey = Passkey(user_id=user.id, name="노트북", credential=b"id", public_key=b"key", sign_count=0, added_at=NOW)
    db.session.add(passkey)
    db.session.flush()
    return passkey


def link_of(user: User) -> ProviderLink:
    """By which the office would enter, if the settings named the provider."""
    issuer = "https://id.example.kr"
    link = ProviderLink(user_id=user.id, issuer=issuer, subject="7", linked_at=NOW, shown_at=NOW)
    db.session.add(link)
    db.session.flush()
    return link


def of_a_work_plan(office: User) -> Values:
    task = make_work_task(office)
    return {"plan_id": task.plan_id, "task_id": task.id, "quarter": 1, "kind": "hwpx"}


def make_everything() -> Everything:
    paid = make_paid(others_own_percent=20, annual_cap=100_000)
    scene = paid.scene
    organisation, service, household = scene.slot.organisation, asking(scene.line.service), scene.person.household
    office, worker = make_staff(authenticator=True), scene.worker
    visit = paid.book()
    meeting = make_meeting(office.actor)
    item = meeting.items[0]
    task = make_task(meeting, office.actor)
    decision = meetings.add_decision(item, meetings.Outcome("정했습니다."), actor=office.actor, now=START)
    author = make_actor("이작성", Role.COORDINATOR)
    edition = make_draft(author)
    procedure = next(section for section in edition.sections if section.steps)
    make_charges(organisation)
    statement = draw(organisation)
    line = lines_of(statement)[0]
    dispute = raise_dispute(line, reason="다릅니다.", must_act=MustAct.COORDINATOR, actor=worker, now=NOW)
    wanted = Wanted(scene.person.id, paid.programme, 2026, 10_000)
    close_day(organisation, TODAY + timedelta(days=40), "쉼", actor=worker, now=NOW)
    invite_staff("new@example.kr", "이새봄", Role.COORDINATOR, None, actor=office.actor, now=NOW)
    stranger, coordinator = colleague_without_factor(), db.session.get_one(User, scene.coordinator.user_id)
    told = {Fact.PETS: {"pets": "고양이"}}
    (change,) = change_facts(scene.person, told, from_on=TODAY, reason="", actor=scene.resident, now=NOW)
    make_line(scene.line.plan.case, service, plan_state=PlanState.DRAFT, number=2)
    helping = make_helping(scene.person, sees_record=True)
    letter = make_letter(scene.person, organisation)
    request = ask(scene.person, RequestKind.MESSAGE, "부탁드립니다.", actor=scene.resident, now=NOW)
    db.session.flush()
    values = {
        **MOVES,
        "household_id": household.id,
        "person_id": scene.person.id,
        "application_id": make_application(scene.person).id,
        "dong_application_id": make_referred(manager := make_staff(Role.CARE_MANAGER)).id,
        "visit_id": visit.id,
        "referral_id": make_referral(scene, scene.another_slot()).id,
        "line_id": scene.line.id,
        "charge_id": paid.charge(visit).id,
        "organisation_id": organisation.id,
        "agreement_id": make_agreement(organisation).id,
        "code": service.code,
        "offer_id": service.offers[0].id,
        "pattern_id": make_pattern(service, organisation).id,
        "closed_day_id": db.session.query(ClosedDay).one().id,
        "statement_id": statement.id,
        "dispute_id": dispute.id,
        "account_id": make_account(organisation, confirmed=False).id,
        "override_id": request_override(wanted, reason="모자랍니다.", actor=scene.coordinator, now=NOW).id,
        "programme_id": paid.programme.id,
        "year": 2026,
        "number": 10,
        "kind": "publicity",
        "edition_id": make_edition(state=EditionState.DRAFT).id,
        "import_id": make_import().id,
        "meeting_id": meeting.id,
        "item_id": item.id,
        "attendee_id": meeting.attendees[0].id,
        "action_id": task.id,
        "task_id": task.id,
        "decision_id": decision.id,
        "worry_id": make_worry().id,
        "user_id": stranger.id,
        "grant_id": stranger.grants[0].id,
        "invitation_id": db.session.query(Invitation).one().id,
        "session_id": office.id,
        "step_id": procedure.steps[0].id,
        "change_id": change.id,
        "message_id": make_call(scene.person).id,
        "helping_id": helping.id,
        "resemblance_id": make_pair(scene.person, make_person()).id,
        "shift_id": make_shift(office).id,
        "handover_id": make_handover(taker=coordinator).id,
        "letter_id": letter.id,
        "policy_id": make_policy_edition(state=EditionState.DRAFT).policy_id,
        "duty_id": make_duty(scene.line.plan.case, act=DutyAct.TASK, task="열쇠 확인").id,
        "exemption_id": make_exemption(scene.line.plan.case).id,
        "coordinator_id": coordinator.id,
        "view": "open",
        "filter_id": save_filter("households", "기한 지난 분", {"due": "overdue"}, actor=coordinator.actor, now=NOW).id,
        "leave_id": make_leave(stranger, coordinator).id,
        "request_id": request.id,
        "restoration_id": make_restoration().id,
        "passkey_id": passkey_of(office).id,
        "access_id": make_access(coordinator).id,
        "link_id": link_of(office).id,
        "key": "no-such-provider",
        **of_a_review(),
        **of_an_attachment(edition, author),
        **of_advice(office),
        **of_a_survey(office),
        "incident_id": make_incident(office).id,
        "hold_id": hold_file(household, reason="x", until=TODAY + timedelta(99), actor=office.actor, now=NOW).id,
        "alert_id": make_alert(scene.line.plan.case).id,
        "door": "help",
        "screening_id": make_screening(scene.line.plan.case).id,
        "place": 1,
        **of_a_household(scene),
        **of_teams(scene, watcher := make_volunteer()),
        "token": "no-such-token",
    }
    by_blueprint: dict[str, Values] = {
        "filters": {"name": "households"},
        "hsds": of_the_feed(organisation),
        "lessons": of_a_lesson(scene, office),
        "confirmations": of_a_confirmation(office),
        "confirmations.choose": {"code": service.code},
        "mandates": of_a_mandate(office),
        "suggestions": of_a_suggestion(db.session.get_one(User, worker.user_id)),
        "meetings.take_up": of_meetings.of_a_conference(office),
        **of_meetings.of_a_proposal(office),
        **of_meetings.of_meetings_apart(household, office),
        "meetings": of_meetings.of_a_series(office) | {"token": ANSWERING.token_of(meeting.attendees[0].id)},
        "minutes": of_meetings.of_minutes(office),
        "minutes.deputy": of_meetings.of_a_deputy(office, coordinator),
        "papers": of_meetings.of_papers(meeting, office),
        "manuals": {"code": edition.manual.code, "number": edition.number, "kind": procedure.kind.value},
        "body_requests": of_a_body(office, manager),
        "partners": {"partner_id": make_partner().id},
        "consulting": of_consulting(organisation, office),
        "duties": {"edition_id": make_policy_edition(state=EditionState.DRAFT).id},
        "programmes": {"kind": "median-income"},
        "surveys": {"user_id": office.id},
        "worries": of_a_worry(office),
        "screening": {"number": make_edition_draft().number},
        "settlement": {"line_id": line.id},
        "stays": of_a_stay(scene),
        "calling": {"about_id": household.id, "task_id": make_call_task(household.id).id},
        "caseload": {"user_id": scene.coordinator.user_id},
        "workplan": of_a_work_plan(office),
        "rights": {"request_id": make_rights_request(RightsKind.ASK, scene.person, now=NOW).id},
        "rights.own_letter": {"request_id": granted(RightsKind.ASK, scene.person).id},
        "rights.erase": {"request_id": granted(RightsKind.DELETE, make_person()).id},
        "leave.decline": {"leave_id": make_leave(stranger, coordinator, first=20, last=20).id},
        **of_workers(make_worker(organisation.id, scene.line.service), office),
    }
    people = {
        Role.OFFICE: office.id,
        Role.COORDINATOR: scene.coordinator.user_id,
        Role.COOPERATIVE: worker.user_id,
        Role.RESIDENT: scene.resident.user_id,
        Role.WATCHER: watcher.user_id,
        Role.CARE_MANAGER: manager.id,
        Role.FINDER: make_volunteer(Team.FINDERS).user_id,
        Role.HELPER: helping.user_id,
        Role.ACTING_HELPER: make_helping(scene.person, HelperMay.ACT, phone="+821077778889", sees_record=True).user_id,
    }
    return Everything({role: who for role, who in people.items() if who is not None}, values, by_blueprint)
