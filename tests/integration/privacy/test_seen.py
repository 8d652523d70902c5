"""Whoever opens what is about a person leaves a row, and the person reads who, when and what for."""

import ast
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.accounts.models import Throttle, User
from portal.audit.actions import record_read
from portal.audit.models import AuditEntry
from portal.benefits.settlement.models import Statement
from portal.benefits.settlement.queries import lines_of
from portal.core.actors import Actor
from portal.core.masking import mask_name
from portal.core.permissions import ROLE_PERMISSIONS, Role
from portal.core.phone import format_phone
from portal.extensions import db
from portal.privacy.emergency.actions import open_household
from portal.privacy.seen import views
from portal.privacy.seen.queries import readings_of
from portal.privacy.seen.things import NAMED
from portal.privacy.seen.words import SIGHTS
from portal.residents.helpers.states import HelperMay
from portal.residents.households.models import Person
from portal.web.access import access_of
from tests.arch.sources import name_of, python_files
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.referrals import Scene, make_coordinator, make_scene, make_visit
from tests.factories.residents import make_helping
from tests.integration.web.everything import Everything, make_everything

WITHOUT_VALUES = frozenset({"photo_id", "pack_id"})
"""A photograph, whose view records its read itself, and what is made for an inspector, where codes stand for people."""
READERS = (Role.OFFICE, Role.COORDINATOR, Role.COOPERATIVE, Role.HELPER, Role.ACTING_HELPER, Role.WATCHER)
LISTS = frozenset(
    {
        "aid.aids", "alerts.alerts", "audit.log", "calling.calls", "caseload.hand_over", "caseload.inbox",
        "desk.households", "desk.today", "devices.devices", "figures.never_billed",
        "incidents.incident",
        "ledger.overrides_list", "letters.wall", "outside.links", "referrals.all_referrals", "referrals.referrals",
        "referrals.unanswered", "requests.requests", "resemblances.waiting", "rights.requests",
        "screening.screenings", "series.all_series", "support_plans.plans", "visits.visits",
    }
)  # fmt: skip
"""Pages that name several people beside each other; nobody's record is opened there."""


class Unchecked(PortalClient):
    checks = False


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def everything(session: Session, now: None) -> Everything:
    """With a person whom nobody resembles."""
    found = make_everything()
    person = session.scalars(select(Person).where(Person.household_id == found.values["household_id"])).one()
    person.name, person.phone, person.household.address = "독고유일", "+821012340099", "서울 마포구 유일로 99"
    session.commit()
    return found


@pytest.fixture
def scene(session: Session, now: None) -> Scene:
    return make_scene()


class Walk:
    """Opens every page as everybody who may, and finds those that tell of the person and left no row."""

    def __init__(self, app: Flask, session: Session, everything: Everything) -> None:
        self.app, self.session, self.everything = app, session, everything
        self.person = session.scalars(
            select(Person).where(Person.household_id == everything.values["household_id"])
        ).one()
        self.shown: set[str] = set()
        self.unnoted: set[str] = set()

    def go(self, *roles: Role) -> None:
        for role in roles or READERS:
            client = Unchecked(self.app)
            client.sign_in(self.everything.people[role])
            for rule in self._pages_of(role):
                self._open(client, rule)
                self.session.execute(delete(Throttle))
                self.session.commit()

    def _pages_of(self, role: Role) -> Iterator[Rule]:
        for rule in self.app.url_map.iter_rules():
            access = access_of(self.app.view_functions[rule.endpoint])
            may = access is not None and access.permission in ROLE_PERMISSIONS[role]
            if may and "GET" in (rule.methods or ()) and not rule.arguments & WITHOUT_VALUES:
                yield rule

    def _open(self, client: PortalClient, rule: Rule) -> None:
        with self.app.test_request_context():
            address = self.app.url_for(rule.endpoint, **self.everything._values_of(rule))
        before = readings_of(self.person).total
        answer = client.get(address)
        if answer.status_code == 200 and self._tells(answer.get_data().decode(errors="replace")):
            self.shown.add(rule.endpoint)
            if readings_of(self.person).total == before:
                self.unnoted.add(rule.endpoint)

    def _tells(self, text: str) -> bool:
        person = self.person
        known = (person.name, mask_name(person.name), person.phone or "", format_phone(person.phone or ""))
        return any(each and each in text for each in (*known, person.household.address, person.household.number))


@pytest.mark.on_sqlite
def test_every_page_about_a_person_leaves_a_row(app: Flask, session: Session, everything: Everything) -> None:
    walk = Walk(app, session, everything)
    walk.go()
    assert walk.unnoted == LISTS
    assert len(walk.shown - LISTS) > 30


@pytest.mark.on_sqlite
def test_a_page_that_leaves_none_is_found(
    app: Flask, session: Session, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "subject_of", lambda _request: None)
    walk = Walk(app, session, everything)
    walk.go(Role.COORDINATOR)
    assert walk.unnoted - LISTS >= {"aid.ask", "caseload.hold"}


def fields_of_reads(source: str) -> Iterator[str]:
    """What is called `fields` where a page records that it was read."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("record_read", "_read"):
            named = [each.value for each in node.keywords if each.arg == "fields"] or node.args[1:2]
            yield from (str(each.value) for each in named if isinstance(each, ast.Constant))


def test_what_pages_call_what_they_show_has_words() -> None:
    found = {
        (name_of(path), fields)
        for path in python_files("portal")
        for fields in fields_of_reads(path.read_text("utf-8"))
    }
    assert {each for each in found if each[1] not in SIGHTS} == set()
    assert len(found) > 15


def test_every_thing_that_an_address_names_has_words() -> None:
    assert set(NAMED.values()) <= SIGHTS.keys()


def test_the_guard_finds_what_has_no_words() -> None:
    (fields,) = fields_of_reads('record_read(actor=a, now=n, subject=s, fields="dance")')
    assert fields not in SIGHTS


def read(scene: Scene, actor: Actor, fields: str = "page", *, later: timedelta = timedelta()) -> None:
    db.session.commit()
    record_read(actor=actor, now=NOW + later, subject=("household", scene.person.household_id), fields=fields)


def shown_to(client: PortalClient, user: User) -> str:
    client.sign_in(user.id)
    return client.get("/my/seen").get_data(as_text=True)


def resident(scene: Scene) -> User:
    return db.session.get_one(User, scene.person.user_id)


class TestThePage:
    def test_says_role_organisation_times_and_why_but_no_name(self, client: PortalClient, scene: Scene) -> None:
        read(scene, scene.coordinator)
        read(scene, scene.coordinator, later=timedelta(hours=1))
        read(scene, scene.worker, "visit", later=timedelta(days=1))
        html = shown_to(client, resident(scene))
        assert "돌봄코디네이터 · 마포구고용복지지원센터" in html
        assert f"협동조합 직원 · {scene.slot.organisation.name}" in html
        assert "방문을 약속하고 준비하려고" in html
        assert scene.coordinator.name not in html
        assert scene.worker.name not in html
        assert html.index("협동조합 직원") < html.index("돌봄코디네이터 · ")
        assert html.count("돌봄코디네이터 · ") == 1

    def test_tells_what_was_opened_by_the_address_of_one_of_their_things(
        self, client: PortalClient, scene: Scene
    ) -> None:
        visit = make_visit(scene)
        client.sign_in(db.session.get_one(User, scene.worker.user_id).id)
        assert client.get(f"/visits/{visit.id}/record").status_code == 200
        (one,) = readings_of(scene.person).items
        assert (one.role, one.organisation, one.fields) == (Role.COOPERATIVE, scene.slot.organisation.name, "visit")

    def test_knows_of_nobody_else(self, client: PortalClient, scene: Scene) -> None:
        other = make_scene()
        read(other, other.coordinator)
        assert readings_of(scene.person).total == 0
        assert "아직 아무도" in shown_to(client, resident(scene))

    def test_leaves_out_oneself(self, client: PortalClient, scene: Scene) -> None:
        shown_to(client, resident(scene))
        client.get("/my")
        assert readings_of(scene.person).total == 0

    def test_tells_what_whoever_opened_it_in_an_emergency_wrote(self, client: PortalClient, scene: Scene) -> None:
        other = make_coordinator("남의 코디")
        open_household(scene.person.household.number, "문 앞에 쓰러져 계신다는 전화", actor=other.actor, now=NOW)
        read(scene, other.actor, later=timedelta(minutes=5))
        html = shown_to(client, resident(scene))
        assert "긴급한 일로: 문 앞에 쓰러져 계신다는 전화" in html
        assert "남의 코디" not in html

    def test_what_was_not_written_down_in_earlier_years_is_not_made_up(
        self, client: PortalClient, scene: Scene
    ) -> None:
        household = scene.person.household_id
        db.session.add(
            AuditEntry(
                at=NOW, event="household.read", actor_id=scene.coordinator.user_id, actor_name="옛", is_read=True,
                subject_kind="household", subject_id=household, details={"fields": "something"},
            )
        )  # fmt: skip
        html = shown_to(client, resident(scene))
        assert "직원" in html
        assert "돌봄 기록" in html


class TestHelpers:
    def test_see_it_where_that_was_agreed(self, client: PortalClient, scene: Scene) -> None:
        helping = make_helping(scene.person, HelperMay.SEE, sees_record=True)
        read(scene, scene.coordinator)
        assert "돌봄코디네이터" in shown_to(client, helping.user)
        assert "/my/seen" in client.get("/my").get_data(as_text=True)

    def test_find_nothing_where_it_was_not(self, client: PortalClient, scene: Scene) -> None:
        helping = make_helping(scene.person, HelperMay.ACT)
        client.sign_in(helping.user.id)
        assert client.get("/my/seen").status_code == 404
        assert "/my/seen" not in client.get("/my").get_data(as_text=True)

    def test_are_told_of_themselves(self, client: PortalClient, scene: Scene) -> None:
        client.sign_in(make_helping(scene.person).user_id)
        client.get("/my")
        assert [one.role for one in readings_of(scene.person).items] == [Role.HELPER]


def test_a_file_that_leaves_is_read_of_everybody_in_it(
    client: PortalClient, session: Session, everything: Everything
) -> None:
    statement = session.get_one(Statement, everything.values["statement_id"])
    person = session.get_one(Person, lines_of(statement)[0].person_id)
    before = readings_of(person).total
    client.sign_in(everything.people[Role.OFFICE])
    for address in (f"/settlement/statements/{statement.id}", f"/settlement/months/{statement.month:%Y-%m}"):
        asked = client.get(f"{address}/file/xlsx").location
        file = client.get(client.post(asked, data={"reason": "check", "note": ""}).location)
        assert file.mimetype != "text/html"
    assert readings_of(person).total == before + 2
