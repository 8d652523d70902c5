"""Who owns what, with real ids: whoever has the same role and nothing to do with a thing finds nothing of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session
from werkzeug.routing import Rule, UUIDConverter

from portal.accounts.models import Throttle
from portal.core.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.extensions import db
from portal.notifications.states import CallOutcome
from portal.residents.helpers.states import HelperMay
from portal.web.access import access_of, requires
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import make_person
from tests.factories.residents import make_helping
from tests.factories.teams import make_volunteer
from tests.integration.web.everything import Everything, make_everything

NOTHING = frozenset({403, 404})
OWNED = tuple(role for role in Role if role not in {Role.OFFICE, Role.AUDITOR, Role.FINDER})
OF_ALL = {
    "advice.expert": "meetings are those of all members",
    "advice.piece": "meetings are those of all members",
    "alerts.ask_for_worry": "whoever accompanies people looks into what neighbours tell",
    "accounts.end_device": "ends a session of the actor's own and no other",
    "capacity.member_week": "coordinators look for free times with every co-operative",
    "desk.reveal": "asked for without the button it leads to the page, which asks who sees it",
    "duties.compare": "coordinators read what is asked of them",
    "duties.policy": "coordinators read what is asked of them",
    "lessons.brought": "meetings are those of all members",
    "library.item": "the library is read by everybody of the staff; what shows people, once they agreed",
    "manuals.attachment": "manuals belong to the consortium",
    "manuals.detach": "manuals belong to the consortium",
    "manuals.edit_step": "manuals belong to the consortium",
    "manuals.move_step": "manuals belong to the consortium",
    "manuals.remove_step": "manuals belong to the consortium",
    "manuals.replace_file": "manuals belong to the consortium",
    "mandates.open_draft": "meetings are those of all members",
    "meetings.meeting": "meetings are those of all members",
    "members.member": "coordinators know every co-operative",
    "partners.partner": "coordinators know every body that the consortium works with",
    "programmes.compare": "programmes are public rules",
    "programmes.programme": "programmes are public rules",
    "training.course": "what is taught is everybody's",
    "training.enrol": "sessions are open to the people of every member",
    "training.join": "sessions are open to whoever accompanies people",
    "training.session": "when something is taught is everybody's; who takes part, each sees of their own",
    "workplan.file": "the plan of the year is everybody's",
    "workplan.table": "the plan of the year is everybody's",
    "workplan.plan": "the plan of the year is everybody's",
    "worries.end_task": "whoever accompanies people looks into what neighbours tell",
    "worries.give": "whoever accompanies people looks into what neighbours tell",
    "worries.worry": "whoever accompanies people looks into what neighbours tell",
}
"""Routes about a thing that belongs to all who may open them."""
NOT_IN_THE_SCENE = frozenset(
    {
        "advice.apply", "advice.reopen", "caseload.application", "duties.edition",
        "leave.call_off", "leave.come_back", "letters.own_photo", "letters.photo", "signals.apart",
        "support_plans.compare",
        "library.edition", "library.edition_with_persons",
        "manuals.attachment", "manuals.edit_step", "manuals.move_step",
        "manuals.remove_step", "meetings.document", "meetings.finish",
        "meetings.reopen", "mycare.worker_photo", "programmes.edition", "settlement.file", "surveys.door",
        "meetings.hwpx", "meetings.document_about_people", "meetings.hwpx_about_people", "papers.paper_about_people",
        "meetings.proposal_move",
        "suggestions.suggestion", "surveys.doors", "training.certificate",
        "surveys.follow_up", "surveys.new_door", "surveys.survey", "visits.of_referral",
        "workers.photo",
    }
)  # fmt: skip
"""What its owner does not find either: it has not come so far, or it is of somebody else of the same role."""
WITHOUT_VALUES = frozenset({"visits.photo"})
SENT = {"calls.record": {"outcome": CallOutcome.TOLD.value}}


class Unchecked(PortalClient):
    checks = False


@pytest.fixture
def everything(session: Session) -> Iterator[Everything]:
    with time_machine.travel(NOW, tick=False):
        yield make_everything()


def strangers() -> dict[Role, UUID]:
    """Somebody of each role who has nothing to do with what there is."""
    person = make_person()
    helpers = {may: make_helping(person, may, phone=f"+82106000000{n}") for n, may in enumerate(HelperMay)}
    found = {
        Role.COORDINATOR: make_staff(Role.COORDINATOR).id,
        Role.COOPERATIVE: make_staff(Role.COOPERATIVE, organisation_id=make_organisation().id).id,
        Role.RESIDENT: make_resident(phone="+821060009999").id,
        Role.WATCHER: make_volunteer().user_id,
        Role.CARE_MANAGER: make_staff(Role.CARE_MANAGER).id,
        Role.HELPER: helpers[HelperMay.SEE].user_id,
        Role.ACTING_HELPER: helpers[HelperMay.ACT].user_id,
    }
    db.session.commit()
    return {role: user_id for role, user_id in found.items() if user_id is not None}


class Asker:
    """Asks for every route with an id that a role may use; limits are lifted, for a test asks like a program."""

    def __init__(self, app: Flask, session: Session, everything: Everything) -> None:
        self.app, self.session, self.everything = app, session, everything

    def ask(self, role: Role, user_id: UUID, methods: Sequence[str]) -> dict[str, set[int]]:
        client = Unchecked(self.app)
        found: dict[str, set[int]] = defaultdict(set)
        client.sign_in(user_id)
        for rule in self._rules_of(role):
            with self.app.test_request_context():
                address = self.app.url_for(rule.endpoint, **self.everything._values_of(rule))
            for method in {*methods} & (rule.methods or set()):
                sent = SENT.get(rule.endpoint, {})
                answer = client.post(address, data=sent) if method == "POST" else client.get(address)
                found[rule.endpoint].add(answer.status_code)
            self.session.execute(delete(Throttle))
            self.session.commit()
        return found

    def _rules_of(self, role: Role) -> Iterator[Rule]:
        for rule in self.app.url_map.iter_rules():
            access = access_of(self.app.view_functions[rule.endpoint])
            has_id = any(isinstance(converter, UUIDConverter) for converter in rule._converters.values())
            is_asked = has_id and rule.endpoint not in WITHOUT_VALUES
            if is_asked and access is not None and access.permission in ROLE_PERMISSIONS[role]:
                yield rule


@pytest.mark.on_sqlite
@pytest.mark.parametrize("role", OWNED)
def test_who_has_nothing_to_do_with_a_thing_finds_nothing(
    app: Flask, session: Session, everything: Everything, role: Role
) -> None:
    found = Asker(app, session, everything).ask(role, strangers()[role], ("GET", "POST"))
    assert {
        endpoint: answers for endpoint, answers in found.items() if not answers <= NOTHING and endpoint not in OF_ALL
    } == {}
    assert len(found) > 1


@pytest.mark.parametrize("role", OWNED)
def test_its_owner_finds_it(app: Flask, session: Session, everything: Everything, role: Role) -> None:
    found = Asker(app, session, everything).ask(role, everything.people[role], ("GET",))
    assert {endpoint for endpoint, answers in found.items() if answers & NOTHING} - NOT_IN_THE_SCENE == set()


@pytest.mark.on_sqlite
def test_a_view_that_asks_nobody_is_found(
    app: Flask, session: Session, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = requires(Permission.HOUSEHOLD_READ)(lambda **_values: "shown")
    monkeypatch.setitem(app.view_functions, "desk.household", careless)
    found = Asker(app, session, everything).ask(Role.COORDINATOR, strangers()[Role.COORDINATOR], ("GET",))
    assert found["desk.household"] == {200}
