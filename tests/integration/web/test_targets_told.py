"""Whoever sets a target otherwise reads the new one in every sentence that tells it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.accounts.actions import invite_staff, send_reset_link
from portal.accounts.models import User
from portal.config import Settings
from portal.coordinators.plans.actions import agree_plan
from portal.coordinators.plans.states import AgreedBy
from portal.core.dates import format_clock, format_day
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.core.targets import Targets
from portal.extensions import db
from portal.monitoring.alerts.states import AlertLevel
from portal.notifications.models import OutboxMessage
from portal.residents.applications.states import Urgency
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.alerts import make_alert
from tests.factories.calls import make_due
from tests.factories.consortium import NOW, OFFICE, TODAY, make_agreement, make_organisation, make_pattern, make_service
from tests.factories.coordinators import make_assessed, make_draft, make_paired
from tests.factories.events import make_event
from tests.factories.handovers import make_handover
from tests.factories.library import press_address
from tests.factories.manuals import make_manual
from tests.factories.meetings import make_meeting
from tests.factories.minutes import make_out
from tests.factories.referrals import Scene, make_accepted, make_referral, make_scene, make_visit
from tests.factories.surveys import make_survey
from tests.integration.residents.steps import needs
from tests.integration.web.targets_otherwise import OTHERWISE
from tests.otherwise import browser_at, portal_with
from tests.pages import words_of

pytestmark = pytest.mark.on_postgresql


@pytest.fixture(scope="module")
def portal_set_otherwise(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with portal_with(settings, tmp_path_factory.mktemp("otherwise"), target=OTHERWISE) as app:
        yield app


@pytest.fixture
def client(app: Flask, portal_set_otherwise: Flask) -> Iterator[PortalClient]:
    """A browser at the other portal, inside that portal's context, on Monday 23 November 2026 at nine."""
    with time_machine.travel(NOW, tick=False), browser_at(portal_set_otherwise) as client:
        yield client


def read(client: PortalClient, address: str) -> str:
    return words_of(client.get(address).get_data(as_text=True))


def at(address: str) -> Callable[[PortalClient], str]:
    return partial(read, address=address)


def seen_by(role: Role, address: str) -> Callable[[PortalClient], str]:
    return lambda client: read(as_staff(client, role), address)


def as_staff(client: PortalClient, role: Role, organisation_id: UUID | None = None) -> PortalClient:
    client.sign_in(make_staff(role, organisation_id=organisation_id).id)
    return client


def as_coordinator(client: PortalClient, scene: Scene) -> PortalClient:
    assert scene.coordinator.user_id
    client.sign_in(scene.coordinator.user_id)
    return client


def consents_step(client: PortalClient) -> str:
    service = make_service()
    client.post("/apply", data={"for_whom": "self"})
    client.post("/apply/needs", data=needs(service))
    return read(client, "/apply/consents")


def needs_step(client: PortalClient) -> str:
    make_service()
    client.post("/apply", data={"for_whom": "self"})
    return read(client, "/apply/needs")


def paired_household(client: PortalClient, page: str = "") -> str:
    case = make_paired()
    client.sign_in(case.coordinator_id)
    return read(client, f"/households/{case.household_id}{page}")


def times_to_refer(client: PortalClient, urgency: Urgency, page: str = "/referrals") -> str:
    scene = make_scene(urgency=urgency)
    return read(as_coordinator(client, scene), f"{page}/lines/{scene.line.id}")


def asked_referral(client: PortalClient, urgency: Urgency) -> str:
    scene = make_scene(urgency=urgency)
    return read(as_coordinator(client, scene), f"/referrals/{make_referral(scene, scene.another_slot()).id}")


def accepted_referral(client: PortalClient) -> str:
    scene = make_scene()
    return read(as_coordinator(client, scene), f"/referrals/{make_accepted(scene).id}")


def booked_visit(client: PortalClient) -> str:
    scene = make_scene()
    return read(as_coordinator(client, scene), f"/visits/{make_visit(scene).id}/cancel")


def own_visit(client: PortalClient) -> str:
    scene = make_scene()
    visit = make_visit(scene)
    assert scene.resident.user_id
    client.sign_in(scene.resident.user_id)
    return read(client, f"/my/visits/{visit.id}/cancel")


def late_contact(client: PortalClient) -> str:
    scene = make_scene()
    typed = {"outcome": "well", "means": "call", "begun_by": "us", "next_on": "2026-12-30"}
    address = f"/households/{scene.person.household_id}/contacts"
    return as_coordinator(client, scene).post(address, data=typed).get_data(as_text=True)


def open_handovers(client: PortalClient) -> str:
    handover = make_handover()
    client.sign_in(handover.to_id)
    return read(client, "/handovers")


def plan_form(client: PortalClient) -> str:
    case = make_assessed()
    client.sign_in(case.coordinator_id)
    return read(client, f"/households/{case.household_id}/plan/draft")


def long_plan(client: PortalClient) -> str:
    with pytest.raises(DomainError) as refused:
        make_draft(make_assessed(), ends_on=TODAY + timedelta(days=200))
    return refused.value.message % refused.value.params


def agreed_plan(client: PortalClient) -> str:
    """When the office looks again at a plan that ends on 22 May."""
    case = make_assessed()
    agree_plan(make_draft(case), AgreedBy.PHONE, actor=case.coordinator.actor, now=NOW)
    assert case.review_on
    return format_day(case.review_on)


def week_of_member(client: PortalClient) -> str:
    organisation = make_organisation()
    make_pattern(make_service(), organisation, now=NOW - timedelta(days=4))
    return read(as_staff(client, Role.COOPERATIVE, organisation.id), "/capacity/week")


def members(client: PortalClient) -> str:
    make_agreement(make_organisation(agreed=False), insurance_ends_on=TODAY + timedelta(days=38))
    return read(as_staff(client, Role.OFFICE), "/members")


def invitation(client: PortalClient) -> str:
    invite_staff("new@example.kr", "이새봄", Role.OFFICE, None, actor=OFFICE, now=NOW)
    return sent()


def reset_link(client: PortalClient) -> str:
    send_reset_link(make_staff(email="staff@example.kr").email or "", now=NOW)
    return sent()


def sent() -> str:
    db.session.flush()
    return db.session.scalars(select(OutboxMessage)).one().body


def raised_alert(_client: PortalClient, level: AlertLevel) -> str:
    """Until when the portal's own question waits for an answer."""
    return format_clock(make_alert(level=level).due_at)


def opening(client: PortalClient) -> str:
    return read(as_staff(client, Role.COORDINATOR), "/emergencies/new")


IN_NINE_DAYS = NOW + timedelta(days=9)


def of_office(make: Callable[[User], str], client: PortalClient) -> str:
    """The page of something that an office made, as it sees it."""
    client.sign_in((office := make_staff()).id)
    return read(client, make(office))


coming_meeting = partial(
    of_office, lambda it: f"/meetings/{make_meeting(it.actor, starts_at=NOW + timedelta(days=9)).id}"
)
minutes_out = partial(of_office, lambda it: f"/meetings/{make_out(it.actor).meeting_id}")
event = partial(of_office, lambda _it: f"/open-events/{make_event().id}")
waiting_form = partial(times_to_refer, urgency=Urgency.NORMAL, page="/waiting-list")
survey = partial(of_office, lambda it: f"/surveys/{make_survey(it).id}")


def taken_call(client: PortalClient) -> str:
    client.sign_in((case := make_due()).coordinator_id)
    return client.post(f"/calls/{case.household_id}/take", follow_redirects=True).get_data(as_text=True)


TOLD: list[tuple[str, Callable[[PortalClient], str], str]] = [
    ("application_minutes", at("/"), "25분이면 됩니다"),
    ("application_minutes", at("/apply"), "25분쯤 걸립니다"),
    ("draft_days", consents_step, "적은 내용은 11일 동안 남습니다."),
    ("soon_contact_workdays", needs_step, "11월 25일 수요일 18:00까지 전화드립니다."),
    ("contact_workdays", at("/"), "아니면 평일 6일 안에 전화드립니다."),
    ("contact_workdays", needs_step, "12월 1일 화요일 18:00까지 전화드립니다."),
    ("request_answer_workdays", seen_by(Role.OFFICE, "/requests"), "근무일 4일 안에 답합니다."),
    ("body_answer_workdays", seen_by(Role.OFFICE, "/body-requests"), "근무일 6일 안에 회신합니다."),
    ("body_link_days", seen_by(Role.OFFICE, "/body-requests/links"), "11일 동안 열립니다."),
    ("handover_workdays", open_handovers, "2026. 11. 30.(월)"),
    ("worry_days", seen_by(Role.OFFICE, "/worries"), "이틀 안에 살펴봅니다."),
    ("first_visit_hours", paired_household, "2026. 11. 25.(수) 10:00"),
    ("urgent_service_days", partial(times_to_refer, urgency=Urgency.URGENT), "첫 서비스는 나흘 안에"),
    ("service_days", partial(times_to_refer, urgency=Urgency.NORMAL), "첫 서비스는 13일 안에"),
    ("urgent_answer_hours", partial(asked_referral, urgency=Urgency.URGENT), "2026. 11. 23.(월) 14:00까지"),
    ("referral_answer_hours", partial(asked_referral, urgency=Urgency.NORMAL), "2026. 11. 24.(화) 15:00까지"),
    ("place_kept_hours", waiting_form, "30시간 동안 잡아 두고"),
    ("visit_reminder_days", accepted_referral, "나흘 전, 이틀 전에 다시 알립니다."),
    ("late_cancellation_hours", booked_visit, "방문까지 36시간이 남지 않았습니다."),
    ("late_cancellation_hours", own_visit, "방문까지 36시간이 남지 않아"),
    ("late_cancellation_hours", at("/help"), "방문 36시간 전까지"),
    ("contact_after_visit_days", at("/help"), "방문 뒤 9일 안에"),
    ("contact_every_days", late_contact, "20일 안의 날을 골라 주십시오."),
    ("duty_warning_hours", seen_by(Role.OFFICE, "/monitoring/duties"), "30시간 전에 담당자에게"),
    ("call_minutes", lambda client: read(as_staff(client, Role.OFFICE), "/calls"), "12분 동안 다른 분은 걸지 않습니다"),
    ("call_again_hours", taken_call, "안 받으시면 4시간 뒤에 다시 걸고"),
    ("call_tries", taken_call, "5번 이어지면 찾아갑니다"),
    ("hold_call_days", partial(paired_household, page="/hold"), "8일 뒤에 전화합니다"),
    ("plan_months", plan_form, "오늘부터 6개월 안의 날입니다."),
    ("plan_months", long_plan, "6개월을 넘을 수 없습니다."),
    ("closure_review_days", agreed_plan, "2027. 5. 10.(월)"),
    ("places_confirmed_days", week_of_member, "확인한 지 4일이 지났습니다."),
    ("member_warning_days", members, "39일 뒤 만료"),
    ("manual_warning_days", seen_by(Role.OFFICE, "/manual-confirmations"), "확인할 날에서 9일이 지나면"),
    ("invitation_days", seen_by(Role.OFFICE, "/staff/invite"), "3일 동안 한 번 쓸 수 있는"),
    ("invitation_days", invitation, "3일 동안 한 번만"),
    ("reset_link_hours", at("/reset/sent"), "2시간 동안 한 번만"),
    ("reset_link_hours", reset_link, "2시간 동안 한 번만"),
    ("review_days", seen_by(Role.OFFICE, "/reviews"), "12일 안에 점검하고 서명합니다."),
    ("alert_attention_minutes", partial(raised_alert, level=AlertLevel.ATTENTION), "12:20"),
    ("alert_caution_minutes", partial(raised_alert, level=AlertLevel.CAUTION), "10:40"),
    ("alert_danger_minutes", partial(raised_alert, level=AlertLevel.DANGER), "09:20"),
    ("emergency_hours", opening, "사유를 적고 5시간 동안 보기"),
    ("emergency_review_days", seen_by(Role.OFFICE, "/emergencies"), "나흘 안에 확인합니다."),
    ("screening_high_days", seen_by(Role.COORDINATOR, "/screenings/editions/1"), "14일 안에 다시 점검합니다."),
    ("screening_middle_days", seen_by(Role.COORDINATOR, "/screenings/editions/1"), "60일 안에 다시 점검합니다."),
    ("screening_low_days", seen_by(Role.COORDINATOR, "/screenings/editions/1"), "150일 안에 다시 점검합니다."),
    ("screening_none_days", seen_by(Role.COORDINATOR, "/screenings/editions/1"), "300일 안에 다시 점검합니다."),
    ("event_guests_kept_days", event, "행사를 마치고 20일 뒤에"),
    ("press_consents_kept_days", partial(of_office, press_address), "적은 날부터 90일이 지나면"),
    ("survey_kept_days", survey, "조사를 마치고 45일 뒤."),
    ("meeting_reminder_days", coming_meeting, "회의 나흘 전에 메일로"),
    ("minutes_reminder_days", minutes_out, "기한 사흘 전에"),
    ("manual_look_days", partial(of_office, lambda _: f"/manuals/{make_manual().code}/next-look"), "나흘 전에 메일로"),
    ("minutes_open_days", minutes_out, "확정한 뒤 20일 동안"),
    ("lesson_days", seen_by(Role.OFFICE, "/lessons"), "지난 60일 동안"),
    ("lesson_times", seen_by(Role.OFFICE, "/lessons"), "있어서는 안 될 일은 4번"),
    ("lesson_often_times", seen_by(Role.OFFICE, "/lessons"), "자주 있는 일은 15번"),
]


@pytest.mark.parametrize(("target", "shown", "words"), TOLD)
def test_the_words_follow_the_setting(
    client: PortalClient, target: str, shown: Callable[[PortalClient], str], words: str
) -> None:
    assert words in shown(client), target


def test_every_target_is_set_otherwise_and_looked_at() -> None:
    usual = Targets()
    assert {target for target, _shown, _words in TOLD} == set(Targets.model_fields)
    assert [name for name in Targets.model_fields if getattr(OTHERWISE, name) == getattr(usual, name)] == []
