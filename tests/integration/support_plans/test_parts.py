"""To each body its part: with the person's consent, nothing of what others do, and not any more once that is over."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from fhir.resources.R4B.bundle import Bundle
from flask import Flask
from pypdf import PdfReader

from portal.consortium.partners.actions import edit_partner
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.outside.actions import ASK_FIRST
from portal.core.errors import Conflict, DomainError
from portal.documents.hwpx import document_hwpx
from portal.documents.pdf import document_pdf
from portal.partners.fhir import NotFhir, Resource, check
from portal.partners.support_plans import handing as acts
from portal.partners.support_plans.actions import agree_support_plan, draft_support_plan, end_support_plan
from portal.partners.support_plans.goals import change_goal
from portal.partners.support_plans.lines import add_line, remove_line
from portal.partners.support_plans.machine import opaque_id, plan_bundle
from portal.partners.support_plans.models import SupportPlan
from portal.partners.support_plans.paper import part_document, plan_document
from portal.partners.support_plans.reading import is_stale, part_of, said
from portal.partners.support_plans.rules import Signing
from portal.partners.support_plans.states import SignedBy, StopFor
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.web.agenda import Desk, agenda_of
from tests.client import PortalClient
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.partners import details, make_partner
from tests.factories.referrals import make_accepted, make_scene
from tests.factories.support_plans import (
    CENTRE,
    WORDS,
    handing_told,
    line_of_others,
    make_draft_plan,
    make_handing,
    make_support_plan,
    score,
)

pytestmark = pytest.mark.usefixtures("session")


def withdraw_all(person_id: UUID) -> None:
    for consent in consents_of(person_id):
        if consent.kind in ASK_FIRST:
            withdraw_consent(consent, actor=OFFICE, now=NOW)


def words_of(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return "".join(text.split())


def statuses_in(made: Resource) -> dict[str, str]:
    """Of each body its task."""
    resources = [entry["resource"] for entry in made["entry"]]
    return {each["owner"]["display"]: each["status"] for each in resources if each["resourceType"] == "Task"}


def next_edition(plan: SupportPlan) -> SupportPlan:
    """A draft to which the person can agree."""
    actor = plan.case.coordinator.actor
    new = draft_support_plan(plan.case, actor=actor, now=NOW)
    for goal in new.goals:
        change_goal(goal, goal.words, score(), actor=actor, now=NOW)
    return new


class TestHanding:
    def test_is_a_row_of_whom_when_and_by_which_consent(self) -> None:
        handing = make_handing()
        assert (handing.body, handing.receiver, handing.handed_on) == (CENTRE, "김복지", TODAY)

    def test_goes_to_bodies_of_the_plan_alone(self) -> None:
        plan = make_support_plan()
        with pytest.raises(DomainError, match="이 계획에 있는 기관"):
            acts.hand_part(plan, handing_told(body="딴 기관"), actor=plan.case.coordinator.actor, now=NOW)

    def test_asks_for_a_consent_before_and_for_one_that_holds(self) -> None:
        plan = make_support_plan()
        actor = plan.case.coordinator.actor
        late = handing_told(consented_on=TODAY + timedelta(days=1))
        with pytest.raises(DomainError, match="건네기 전에"):
            acts.hand_part(plan, late, actor=actor, now=NOW)
        withdraw_all(plan.case.person_id)
        with pytest.raises(Conflict, match="동의가 없습니다"):
            acts.hand_part(plan, handing_told(), actor=actor, now=NOW)

    def test_a_draft_and_what_has_ended_go_nowhere(self) -> None:
        draft, ended = make_draft_plan(), make_support_plan()
        end_support_plan(ended, "다 나으심", actor=ended.case.coordinator.actor, now=NOW)
        for plan in (draft, ended):
            with pytest.raises(Conflict, match="시행하는 계획만"):
                acts.hand_part(plan, handing_told(), actor=plan.case.coordinator.actor, now=NOW)

    def test_a_consent_that_is_taken_back_stops_it_until_the_body_was_told(self, app: Flask) -> None:
        handing = make_handing()
        actor, plan = handing.plan.case.coordinator.actor, handing.plan

        def waits() -> bool:
            with app.test_request_context():
                keys = {entry.item.key for entry in agenda_of(Desk(actor, NOW))}
            return f"support-tell-{handing.id}" in keys

        withdraw_all(plan.case.person_id)
        assert (handing.stopped_for, waits()) == (StopFor.CONSENT, True)
        with pytest.raises(Conflict, match="더 알리지 않기로"):
            acts.refuse_part(handing, NOW)
        acts.tell_stopped(handing, TODAY, actor=actor, now=NOW)
        assert (handing.told_on, waits()) == (TODAY, False)

    def test_a_call_before_the_stop_told_nothing(self) -> None:
        handing, later = make_handing(), NOW + timedelta(days=2)
        actor = handing.plan.case.coordinator.actor
        acts.stop_handing(handing, actor=actor, now=later)
        with pytest.raises(DomainError, match="그만 알리기로 한 날부터"):
            acts.tell_stopped(handing, TODAY + timedelta(days=1), actor=actor, now=later)
        acts.tell_stopped(handing, TODAY + timedelta(days=2), actor=actor, now=later)
        assert not handing.is_to_be_told

    def test_a_body_that_was_stopped_gets_it_by_a_newer_consent_alone(self, client: PortalClient) -> None:
        handing = make_handing()
        plan, later = handing.plan, NOW + timedelta(days=2)
        actor, again = plan.case.coordinator.actor, TODAY + timedelta(days=2)
        acts.stop_handing(handing, actor=actor, now=later)
        new = draft_support_plan(plan.case, actor=actor, now=later)
        for goal in new.goals:
            change_goal(goal, goal.words, score(), actor=actor, now=later)
        agree_support_plan(new, Signing(SignedBy.PHONE, again), actor=actor, now=later)
        with pytest.raises(DomainError, match="그만 알리기로 했습니다"):
            acts.hand_part(new, handing_told(handed_on=again), actor=actor, now=later)
        client.sign_in(plan.case.coordinator_id)
        assert "그만 알리기로 한 기관입니다" in client.get(f"/support-plans/{new.id}/hand").text
        made = acts.hand_part(new, handing_told(consented_on=again, handed_on=again), actor=actor, now=later)
        assert made.stopped_for is None

    def test_a_body_that_ended_gets_nothing_and_the_coordinator_hears(self, app: Flask) -> None:
        plan, partner = make_draft_plan(), make_partner()
        actor = plan.case.coordinator.actor
        add_line(plan, line_of_others(plan, partner=partner, body=""), actor=actor, now=NOW)
        agree_support_plan(plan, Signing(SignedBy.PHONE, TODAY), actor=actor, now=NOW)
        handing = make_handing(plan, body=partner.name)
        edit_partner(partner, details(ends_on=TODAY), actor=OFFICE, now=NOW)
        later = NOW + timedelta(days=1)
        with pytest.raises(Conflict, match="협력이 끝난 기관"):
            acts.refuse_part(handing, later)
        with app.test_request_context():
            keys = {entry.item.key for entry in agenda_of(Desk(actor, later))}
        assert f"support-stale-{plan.id}" in keys

    def test_a_member_that_left_gets_nothing_and_the_coordinator_hears(self, app: Flask) -> None:
        referral = make_accepted(make_scene())
        case, member = referral.plan_line.plan.case, referral.organisation
        plan, later = make_support_plan(case), NOW + timedelta(days=1)
        handing = make_handing(plan, body=member.name)
        member.left_on = TODAY
        with pytest.raises(Conflict, match="협력이 끝난 기관"):
            acts.refuse_part(handing, later)
        with app.test_request_context():
            keys = {entry.item.key for entry in agenda_of(Desk(case.coordinator.actor, later))}
        assert (f"support-stale-{plan.id}" in keys, is_stale(plan, TODAY + timedelta(days=1))) == (True, True)
        new = draft_support_plan(case, actor=case.coordinator.actor, now=later)
        assert member.name not in {each.body for each in said(new, TODAY + timedelta(days=1))}


class TestOfPlansThatAreOver:
    def test_a_body_that_the_new_edition_does_not_name_is_to_be_told(self) -> None:
        handing = make_handing()
        others = make_handing(handing.plan, body=handing.plan.lines[0].body)
        new = next_edition(handing.plan)
        remove_line(next(line for line in new.lines if line.body == CENTRE), actor=new.case.coordinator.actor, now=NOW)
        agree_support_plan(new, Signing(SignedBy.PHONE, TODAY), actor=new.case.coordinator.actor, now=NOW)
        assert (handing.stopped_for, others.stopped_for) == (StopFor.REPLACED, None)

    def test_a_body_with_parts_of_two_editions_is_called_once(self, app: Flask) -> None:
        handing = make_handing()
        actor = handing.plan.case.coordinator.actor
        new = next_edition(handing.plan)
        agree_support_plan(new, Signing(SignedBy.PHONE, TODAY), actor=actor, now=NOW)
        second = make_handing(new)
        stops = [each.stopped_for for each in (handing, second)]
        end_support_plan(new, "다 나으심", actor=actor, now=NOW)
        assert (stops, {handing.stopped_for, second.stopped_for}) == ([None, None], {StopFor.ENDED})
        with app.test_request_context():
            keys = [entry.item.key for entry in agenda_of(Desk(actor, NOW))]
        assert len([key for key in keys if key.startswith("support-tell-")]) == 1
        acts.tell_stopped(second, TODAY, actor=actor, now=NOW)
        assert (handing.told_on, second.told_on) == (TODAY, TODAY)

    @pytest.mark.parametrize("reason", [ClosureReason.GOAL_MET, ClosureReason.DIED])
    def test_bodies_are_to_be_told_when_the_care_ends(self, reason: ClosureReason) -> None:
        """Of the dead the death tells it."""
        handing = make_handing()
        close_case(handing.plan.case, reason, "", actor=handing.plan.case.coordinator.actor, now=NOW)
        assert handing.stopped_for is (StopFor.ENDED if reason is ClosureReason.GOAL_MET else None)


class TestPapers:
    def test_a_part_says_nothing_of_what_others_do(self) -> None:
        handing = make_handing()
        part = part_of(said(handing.plan, TODAY), CENTRE)
        text = words_of(document_pdf(part_document(handing, part, now=NOW)))
        assert "함께먹는점심" in text
        assert "이웃과한주에두번밥을먹는다." in text
        assert "010-5555-0000" in text
        for other in ("청소", "깨끗한집", "".join(WORDS.split())):
            assert other not in text

    def test_the_whole_is_for_the_person_in_both_formats(self) -> None:
        plan = make_support_plan()
        document = plan_document(plan, said(plan, TODAY), now=NOW)
        text = words_of(document_pdf(document))
        for words in ("청소", "함께먹는점심", "3점", "".join(WORDS.split()), "한지원"):
            assert words in text
        assert document_hwpx(document)[:2] == b"PK"


class TestMachine:
    def test_is_r4b_and_names_nobody(self) -> None:
        handing = make_handing()
        plan = handing.plan
        made = plan_bundle(plan, said(plan, TODAY), [handing], now=NOW)
        Bundle.model_validate_json(json.dumps(made))
        text = json.dumps(made, ensure_ascii=False)
        person = plan.case.application.person
        assert person.name not in text
        assert str(person.id) not in text
        assert WORDS not in text
        assert opaque_id(plan) in text
        assert statuses_in(made)[CENTRE] == "received"

    def test_a_part_that_was_taken_back_is_not_received(self) -> None:
        handing = make_handing()
        plan = handing.plan
        acts.stop_handing(handing, actor=plan.case.coordinator.actor, now=NOW)
        assert statuses_in(plan_bundle(plan, said(plan, TODAY), [handing], now=NOW))[CENTRE] == "draft"

    def test_a_part_for_a_body_that_may_know_names_the_person(self) -> None:
        handing = make_handing()
        plan = handing.plan
        part = part_of(said(plan, TODAY), CENTRE)
        made = plan_bundle(plan, part, [handing], name=plan.case.application.person.name, now=NOW)
        (request, task) = [entry["resource"] for entry in made["entry"]]
        assert request["subject"]["display"] == plan.case.application.person.name
        assert (request["code"]["text"], task["status"]) == ("함께 먹는 점심", "received")

    @pytest.mark.parametrize("kind", ["ServiceRequest", "Task"])
    def test_refuses_a_code_that_the_library_takes(self, kind: str) -> None:
        plan = make_support_plan()
        made = plan_bundle(plan, said(plan, TODAY), [], now=NOW)
        found = next(entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind)
        found["status"] = "nearly-done"
        Bundle.model_validate_json(json.dumps(made))
        with pytest.raises(NotFhir):
            check(made)

    def test_refuses_a_task_of_nothing(self) -> None:
        plan = make_support_plan()
        made = plan_bundle(plan, said(plan, TODAY), [], now=NOW)
        made["entry"] = [entry for entry in made["entry"] if entry["resource"]["resourceType"] == "Task"]
        with pytest.raises(NotFhir):
            check(made)


class TestPages:
    def test_from_the_household_to_the_part_of_a_body(self, client: PortalClient) -> None:
        plan = make_support_plan()
        client.sign_in(plan.case.coordinator_id)
        assert "개인별지원계획" in client.get(f"/households/{plan.household_id}").text
        assert "1판" in client.get(f"/households/{plan.household_id}/support-plan").text
        day = f"{TODAY:%Y-%m-%d}"
        told = {"body": CENTRE, "receiver": "김복지", "consent_by": "phone", "consented_on": day}
        way = client.post(f"/support-plans/{plan.id}/hand", data=told | {"means": "post", "handed_on": day}).location
        page = client.get(way).text
        assert ("함께 먹는 점심" in page, "깨끗한 집" in page) == (True, False)
        assert client.get(f"{way}/file/pdf").location == f"/downloads/why?to={way}/file/pdf"
        client.post(f"{way}/stop")
        assert "더 건네지 않습니다" in client.get(way).text

    def test_two_editions_side_by_side(self, client: PortalClient) -> None:
        plan = make_support_plan()
        client.sign_in(plan.case.coordinator_id)
        way = client.post(f"/households/{plan.household_id}/support-plan/draft").location
        page = client.get(f"{way}/compare").text
        assert "깨끗한 집" in page
        assert page.count("3점") == 2
        assert client.get(f"/support-plans/{plan.id}/compare").status_code == 404
