"""Values of addresses that name things of one feature, made together."""

from datetime import time
from typing import Any
from uuid import UUID

from portal.accounts.models import User
from portal.api.hsds.rules import derived_id
from portal.api.hsds.shapes import TAXONOMY, term_ids
from portal.consortium.catalogue.models import Service
from portal.consortium.consulting.actions import add_file
from portal.consortium.consulting.files import FILES as CONSULTING
from portal.consortium.events.links import PLACE
from portal.consortium.events.models import OpenEvent
from portal.consortium.lessons.actions import bring_lesson
from portal.consortium.materials.actions import add_material
from portal.consortium.materials.files import FILES as MATERIALS
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_person
from portal.coordinators.requests.actions import ask
from portal.coordinators.requests.lessons import OTHER_COORDINATOR
from portal.coordinators.requests.states import RequestKind
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.extensions import db
from portal.manuals.actions import Asking, add_attachment
from portal.manuals.files import sealed_manual_file
from portal.manuals.models import ManualEdition
from portal.manuals.states import AttachmentKind, ChangeSize
from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.teams.models import Volunteer
from portal.monitoring.teams.states import Team
from portal.partners.requests.links import ASKING
from portal.partners.requests.states import BodyRequestState, BodyWay
from portal.privacy.requests.actions.answering import Reply, answer_request
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.states import RightsKind, RightsVerb
from portal.privacy.reviews.models import ReviewFigure
from portal.privacy.reviews.states import Section
from portal.residents.households.models import Person
from portal.workforce.training.actions import enrol
from portal.workforce.workers.models import Worker
from tests.factories.accounts import make_staff
from tests.factories.advice import make_advice, make_expert
from tests.factories.aid import make_aid
from tests.factories.body_requests import make_body_link, make_body_request
from tests.factories.consortium import NOW, make_offer, make_service
from tests.factories.consulting import make_consulting
from tests.factories.devices import make_absence, make_device, make_key, make_supplier, take, told
from tests.factories.events import make_event, make_guest
from tests.factories.lessons import the_only
from tests.factories.library import make_press, make_shown
from tests.factories.manuals import FIRST_DAY, make_actor, make_draft, make_manual, publish
from tests.factories.meetings import make_decided
from tests.factories.outside import add_linked_line, make_link
from tests.factories.privacy import make_review, make_rights_request
from tests.factories.referrals import Scene, make_case, make_line
from tests.factories.series import make_series
from tests.factories.stays import make_stay, staying
from tests.factories.suggestions import make_suggestion
from tests.factories.support_plans import make_handing, make_support_plan
from tests.factories.surveys import make_needing, make_survey
from tests.factories.teams import make_assignment, make_report, make_volunteer
from tests.factories.training import make_course, make_session
from tests.factories.waiting import kept_for, make_kept
from tests.factories.worries import make_worry_task

Values = dict[str, Any]


def of_advice(office: User) -> Values:
    """A piece that waits for an answer, and an expert."""
    advice = make_advice(office.actor)
    return {"advice_id": advice.id, "expert_id": make_expert(office.actor).id}


def of_other_bodies(scene: Scene) -> Values:
    """A benefit asked for, what another body was asked, and a line that another body does."""
    line = add_linked_line(scene.line)
    case = open_case_of_person(scene.person.id)
    link = make_link(add_linked_line(scene.line))
    return {"aid_id": make_aid(case=case).id, "outside_id": link.id, "linked_line_id": line.id} | of_support(case)


def of_support(case: CareCase | None) -> Values:
    """A plan in force, and what a body has of it."""
    plan = make_support_plan(case)
    goal, line = plan.goals[0], plan.lines[-1]
    handing = make_handing(plan)
    of_plan = {"support_plan_id": plan.id, "support_goal_id": goal.id, "support_line_id": line.id}
    return of_plan | {"support_handing_id": handing.id}


def of_a_body(office: User, manager: User) -> Values:
    """A request that a care manager sent and the office declined, and the link of another body."""
    request = make_body_request(manager.actor, way=BodyWay.STAFF, state=BodyRequestState.DECLINED)
    link = make_body_link(office.actor)
    return {"body_request_id": request.id, "body_link_id": link.id, "token": ASKING.token_of(link.id)}


def of_the_waiting_list(scene: Scene) -> Values:
    """A place that is kept for somebody whom the scene's coordinator accompanies, and a line that could wait."""
    case = make_case(coordinator=scene.line.plan.case.coordinator)
    kept = make_kept(line=make_line(case))
    return {"wait_id": kept.id, "place_offer_id": kept_for(kept).id, "waiting_line_id": scene.line.id}


def of_training(worker_id: UUID, office: User) -> Values:
    """A session to come in which a worker takes part."""
    session = make_session(make_course())
    (enrolment,) = enrol(session, [worker_id], [], actor=office.actor, now=NOW)
    return {"course_id": session.course_id, "session_id": session.id, "enrolment_id": enrolment.id}


def of_workers(checked: Worker, office: User) -> dict[str, Values]:
    """Comes last: checks stop the member in every service that nobody checked does."""
    return {
        "workers": {"worker_id": checked.id, "check_id": checked.checks[0].id},
        "training": of_training(checked.id, office),
        "events": of_an_event(),
        "materials": of_materials(make_event(), office),
        "library": of_the_library(office),
    }


def of_an_event() -> Values:
    """One that is announced, with a guest."""
    event = make_event()
    guest = make_guest(event)
    return {"event_id": event.id, "guest_id": guest.id, "token": PLACE.token_of(guest.id)}


def of_materials(event: OpenEvent, office: User) -> Values:
    sent = MATERIALS.seal(b"%PDF-1.7\n%%EOF\n", new_id())
    material = add_material(event, "발표 자료", sent, actor=office.actor, now=NOW)
    return {"event_id": event.id, "material_id": material.id}


def of_a_review() -> Values:
    review = make_review()
    figure = ReviewFigure(review_id=review.id, position=99, section=Section.DOWNLOADS, count=1, stands_out=False)
    db.session.add(figure)
    db.session.flush()
    return {"review_id": review.id, "figure_id": figure.id}


def of_a_survey(office: User) -> Values:
    survey = make_survey(office)
    return {"survey_id": survey.id, "door_id": make_needing(survey, office).id}


def of_teams(scene: Scene, watcher: Volunteer) -> Values:
    """The scene's household in the charge of a watcher, and another volunteer whose work is ended."""
    assignment = make_assignment(watcher, scene.line.plan.case)
    return {
        "assignment_id": assignment.id,
        "report_id": make_report(assignment).id,
        "volunteer_id": make_volunteer(Team.FINDERS).id,
    }


def of_a_confirmation(office: User) -> Values:
    """A manual that changed much, in force and to be confirmed."""
    edition = make_draft(make_actor("김쓴이", Role.COORDINATOR), make_manual("changed"))
    edition.size = ChangeSize.MAJOR
    publish(edition, make_actor("이검토", Role.COORDINATOR), office.actor, asking=Asking(FIRST_DAY, True, True))
    return {"code": edition.manual.code, "number": edition.number}


def of_an_attachment(edition: ManualEdition, author: Actor) -> Values:
    """A form that comes with a draft."""
    sent = sealed_manual_file(b"%PDF-1.7\n%%EOF\n", new_id(), field="file")
    return {"attachment_id": add_attachment(edition, AttachmentKind.FORM, "기록지", sent, actor=author, now=NOW).id}


def of_a_suggestion(worker: User) -> Values:
    """For a manual in force; its maker is answered and has still to say that they read it."""
    suggestion = make_suggestion(worker.actor)
    edition = suggestion.section.edition
    place = {"code": edition.manual.code, "number": edition.number, "kind": suggestion.section.kind.value}
    return {"suggestion_id": suggestion.id, **place}


def of_a_mandate(office: User) -> Values:
    return {"decision_id": make_decided("환기를 늘립니다", office.actor).id}


def of_the_library(office: User) -> Values:
    item = make_press(office.actor, appearing=2)
    make_shown(item, office.actor)
    waiting = make_shown(item, office.actor, "도은채", agrees=False)
    return {"item_id": item.id, "edition_id": item.editions[0].id, "shown_id": waiting.id}


def of_consulting(member: Organisation, office: User) -> Values:
    """A record that waits for advice, with a file."""
    record = make_consulting(member)
    sent = CONSULTING.seal(b"%PDF-1.7\n%%EOF\n", new_id())
    file = add_file(record, "계산표", sent, actor=office.actor, now=NOW)
    return {"consulting_id": record.id, "file_id": file.id}


def of_a_worry(office: User) -> Values:
    task = make_worry_task(office)
    return {"worry_id": task.worry_id, "task_id": task.id}


def of_a_household(scene: Scene) -> Values:
    """Its devices, what other bodies were asked for, and regular visits that wait for an answer."""
    series = make_series(scene, weeks=2, first_day=9, starts_at=time(16))
    return of_devices(scene) | of_other_bodies(scene) | of_the_waiting_list(scene) | {"series_id": series.id}


def of_devices(scene: Scene) -> Values:
    """A device of the scene's household with a key of its supplier, an absence, and a signal that lies apart."""
    case = scene.line.plan.case
    device = make_device(case)
    key = make_key(make_supplier())
    take(device.supplier, told("nobody", NOW), now=NOW)
    absence = make_absence(case)
    return {
        "device_id": device.id,
        "supplier_id": key.supplier_id,
        "key_id": key.id,
        "apart_id": db.session.query(ApartSignal).one().id,
        "absence_id": absence.id,
    }


def granted(kind: RightsKind, person: Person) -> RightsRequest:
    """One to delete is of somebody else, whose file is gone afterwards."""
    request = make_rights_request(kind, person)
    answer_request(request, Reply(verb=RightsVerb.GRANT, words="지웁니다."), actor=make_staff().actor, now=NOW)
    return request


def of_a_stay(scene: Scene) -> Values:
    """A stay of the scene's person at its co-operative, which has begun tomorrow."""
    stay = make_stay(staying(scene), 3)
    return {"line_id": stay.referral.plan_line_id, "visit_id": stay.id, "referral_id": stay.referral_id}


def of_a_lesson(scene: Scene, office: User) -> Values:
    """Something that was brought to a meeting, and something that was gathered."""
    ask(scene.person, RequestKind.OTHER_COORDINATOR, "바꾸어 주세요", actor=scene.resident, now=NOW)
    lesson = bring_lesson("complaints", OTHER_COORDINATOR.mark, actor=office.actor, now=NOW)
    ask(scene.person, RequestKind.MORE_HELP, "김치를 담가 주세요", actor=scene.resident, now=NOW)
    return {"lesson_id": lesson.id, "kind": "wishes", "mark": the_only("wishes", office.actor).topic.mark}


def asking(service: Service) -> Service:
    """One that asks what its visits must know, and what they came to."""
    service.asks, service.records = ["가는 길: 왕복 / 편도", "못 드시는 것"], ["전한 방법: 만남 / 문 앞"]
    return service


def of_the_feed(organisation: Organisation) -> Values:
    """A service of the member in the public feed, with what the feed alone has a number for."""
    offer = make_offer(make_service(), organisation)
    return {
        "service_id": offer.id,
        "organization_id": organisation.id,
        "service_at_location_id": derived_id("service_at_location", offer.id),
        "taxonomy_id": TAXONOMY,
        "taxonomy_term_id": term_ids(offer.service)[0],
        "_unknown": "nothing",
    }
