"""The public feed of services, read as a program of somebody else reads it."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from jsonschema import Draft202012Validator as _Checker  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from sqlalchemy.orm import Session

from portal.consortium.members.actions import MemberDetails, edit_member
from portal.consortium.members.models import Organisation
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import (
    NOW,
    OFFICE,
    TODAY,
    make_offer,
    make_organisation,
    make_pattern,
    make_service,
    make_slot,
)  # fmt: skip

FEED = "/api/hsds"
PUBLISHED = Path(__file__).parents[4] / "shared" / "hsds"
"""The schemas of Open Referral, where they lie beside the project (CC BY-SA: not part of it)."""
WHOLE = {"services": "service", "organizations": "organization", "service_at_locations": "service_at_location"}
WHOLE |= {"taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term"}


@pytest.fixture(autouse=True)
def _standing_clock(session: Session) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member() -> Organisation:
    """Offers cleaning on Tuesdays and a check of locks without times."""
    member = make_organisation("망원 살림", address="서울 마포구 월드컵로 1", introduction="이웃이 이웃을 돌봅니다.")
    cleaning, locks = make_service("cleaning", name="집 청소"), make_service("locks", name="문단속", amount=None)
    make_pattern(cleaning, member, weekday=1)
    make_offer(locks, member)
    db.session.commit()
    return member


def got(client: PortalClient, path: str, **query: object) -> Any:
    answer = client.get(f"{FEED}{path}", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def named(client: PortalClient, **query: object) -> set[str]:
    return {row["name"] for row in got(client, "/services", **query)["contents"]}


def details_of(member: Organisation) -> MemberDetails:
    """What the office wrote of it, as its form sends it."""
    told = {each.name: getattr(member, each.name) for each in fields(MemberDetails) if each.name != "dong_codes"}
    return MemberDetails(**told, dong_codes=[area.dong_code for area in member.areas])


def one(client: PortalClient, name: str) -> Any:
    row = next(row for row in got(client, "/services")["contents"] if row["name"] == name)
    return got(client, f"/services/{row['id']}")


def test_a_service_tells_who_where_when_for_how_much_and_how_many_are_free(
    client: PortalClient, member: Organisation
) -> None:
    told = one(client, "집 청소")
    assert told["organization"]["name"] == "망원 살림"
    assert "마포구 망원1동" in {area["name"] for area in told["service_areas"]}
    assert [(each["byday"], each["timezone"]) for each in told["schedules"]] == [("TU", 9)]
    assert [(each["amount"], each["currency"]) for each in told["cost_options"]] == [(12_000, "KRW")]
    (capacity,) = told["capacities"]
    assert capacity["available"] == capacity["maximum"] > 0
    assert capacity["updated"].startswith("2026-11-23T09:00")
    assert told["service_at_locations"][0]["location"]["addresses"][0]["city"] == "마포구"


def test_a_place_that_is_taken_is_free_no_more(client: PortalClient, member: Organisation) -> None:
    before = one(client, "집 청소")["capacities"][0]
    cleaning = make_service("other", name="다른 청소")
    make_offer(cleaning, member)
    make_pattern(cleaning, member, weekday=2)
    make_slot(cleaning, member, day=TODAY + timedelta(days=3), capacity=3, confirmed=1, held=1)
    after = one(client, "다른 청소")["capacities"][0]
    assert one(client, "집 청소")["capacities"][0] == before
    assert after["maximum"] - after["available"] == 2


def test_without_times_nothing_is_said_of_places(client: PortalClient, member: Organisation) -> None:
    told = one(client, "문단속")
    assert (told["capacities"], told["schedules"], told["cost_options"]) == ([], [], [])


def test_a_member_whose_agreement_ended_is_closed_for_now(client: PortalClient) -> None:
    rests = make_organisation("쉬는 조합", agreed=False)
    make_offer(make_service(name="쉬는 청소"), rests)
    assert one(client, "쉬는 청소")["status"] == "temporarily closed"


def test_what_has_ended_is_gone(client: PortalClient, member: Organisation) -> None:
    make_offer(make_service(name="지난 청소"), member, valid_to=TODAY - timedelta(days=1))
    make_offer(make_service(name="앞날 청소"), member, valid_from=TODAY + timedelta(days=1))
    make_offer(make_service(name="거둔 청소", withdrawn_on=TODAY), member)
    assert named(client) == {"집 청소", "문단속"}


def test_services_are_found_by_word_member_kind_and_change(client: PortalClient, member: Organisation) -> None:
    other = make_organisation("성산 손길")
    make_offer(make_service(name="반찬"), other)
    terms = {term["name"]: term["id"] for term in got(client, "/taxonomy_terms")["contents"]}
    assert named(client, search="망원 청소") == {"집 청소"}
    assert named(client, organization_id=other.id) == {"반찬"}
    assert named(client, taxonomy_term_id=terms["문단속"]) == {"문단속"}
    assert named(client, taxonomy_term_id=terms["일상"]) == {"집 청소", "문단속", "반찬"}
    assert named(client, taxonomy_id=uuid4()) == set()


def test_whoever_asks_what_changed_since_gets_just_that(client: PortalClient, member: Organisation) -> None:
    other = make_organisation("성산 손길")
    make_offer(make_service(name="반찬"), other)
    db.session.commit()
    later = NOW + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        edit_member(other, replace(details_of(other), introduction="반찬을 나눕니다."), actor=OFFICE, now=later)
        db.session.commit()
        assert named(client, modified_after=later.isoformat()) == {"반찬"}
        assert one(client, "반찬")["last_modified"] == later.isoformat()


def test_lists_come_in_pages_and_as_short_as_asked(client: PortalClient, member: Organisation) -> None:
    first, second = (got(client, "/services", per_page=1, page=page) for page in (1, 2))
    assert (first["total_items"], first["total_pages"], first["last_page"]) == (2, 2, False)
    assert first["contents"][0]["id"] != second["contents"][0]["id"]
    assert set(got(client, "/services", minimal="true")["contents"][0]) == {"id", "last_modified"}
    assert "schedules" in got(client, "/services", full="true")["contents"][0]
    assert "schedules" not in got(client, "/services")["contents"][0]


def test_a_member_brings_its_services_when_asked(client: PortalClient, member: Organisation) -> None:
    path = f"/organizations/{member.id}"
    assert "services" not in got(client, path)
    assert {each["name"] for each in got(client, path, full_service="true")["services"]} == {"집 청소", "문단속"}


def test_nothing_in_it_is_about_a_person(client: PortalClient, member: Organisation) -> None:
    everything = json.dumps([got(client, f"/{name}", full="true") for name in WHOLE], ensure_ascii=False)
    assert member.name in everything
    for told in (member.contact_name, member.phone, member.email):
        assert told not in everything


def test_an_answer_may_be_kept_and_asked_for_by_its_mark(client: PortalClient, member: Organisation) -> None:
    answer = client.get(f"{FEED}/services")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    again = client.get(f"{FEED}/services", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    make_offer(make_service(name="반찬"), member)
    assert client.get(f"{FEED}/services", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/services/{UUID(int=1)}", 404),
        (f"/organizations/{UUID(int=1)}", 404),
        ("/services/집", 404),
        ("/nothing", 404),
        ("/services?page=0", 400),
        ("/taxonomies?page=x", 400),
        (f"/organizations/{UUID(int=1)}?full_service=x", 400),
    ],
)
def test_refusals_are_problems_in_their_own_form(client: PortalClient, path: str, status: int) -> None:
    answer = client.get(f"{FEED}{path}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = answer.get_json()
    assert (told["status"], told["type"]) == (status, "about:blank")
    assert re.search("[가-힣]", told["detail"])
    assert answer.headers["Cache-Control"] == "no-store"


def schemas_of(folder: Path) -> Registry[Any]:
    """They name each other by their files."""
    read = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    return Registry().with_resources((name, DRAFT202012.create_resource(schema)) for name, schema in read.items())


def faults(told: object, schema: dict[str, Any], known: Registry[Any]) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in _Checker(schema, registry=known).iter_errors(told)]


def test_whole_answers_are_valid_by_the_published_schemas(client: PortalClient, member: Organisation) -> None:
    """Where these lie beside the project; what our own description promises is held everywhere."""
    known = schemas_of(PUBLISHED)
    for path, schema in WHOLE.items():
        rows = got(client, f"/{path}", full="true", full_service="true")["contents"]
        assert rows
        if f"{schema}.json" in known:
            assert [fault for row in rows for fault in faults(row, {"$ref": f"{schema}.json"}, known)] == []


def test_answers_are_as_the_feed_describes_them(client: PortalClient, member: Organisation) -> None:
    described = got(client, "/openapi.json")
    known = Registry().with_resource("feed", DRAFT202012.create_resource(described))
    for path in described["paths"]:
        place = f"feed#/paths/{path.replace('/', '~1')}/get/responses/200/content/application~1json/schema"
        if "{id}" in path:
            address = path.format(id=got(client, path.removesuffix("/{id}"))["contents"][0]["id"])
        else:
            address = path
        assert faults(got(client, address), {"$ref": quote(place, safe="#/~")}, known) == [], path


def test_the_description_names_every_address(client: PortalClient, app: Flask) -> None:
    described = {re.sub(r"{.*?}", "<>", path) for path in got(client, "/openapi.json")["paths"]}
    ours = {rule.rule.removeprefix(FEED) for rule in app.url_map.iter_rules() if rule.endpoint.startswith("hsds.")}
    assert described == {re.sub(r"<.*?>", "<>", path) for path in ours} - {"/openapi.json", "/<>"}
