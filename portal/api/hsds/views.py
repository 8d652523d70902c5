"""The addresses of the feed. Anybody may read and keep its answers for a while; nothing in them is about a person."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, request
from werkzeug import Response

from portal.api.hsds import finding, queries, shapes
from portal.api.hsds.openapi import description
from portal.api.hsds.rules import PROFILE, VERSION, Asked, WrongQuery, part_of, read_query
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import current_settings
from portal.web.access import public
from portal.web.words import gettext as _

bp = Blueprint("hsds", __name__, url_prefix="/api/hsds")
KEPT = "public, max-age=300"
WHY = "what the consortium offers is public; it tells of nobody"
TITLES = {400: "Bad Request", 404: "Not Found"}
Json = dict[str, Any]
Row = TypeVar("Row")


def _feed(path: str) -> Callable[[Callable[..., Json]], Callable[..., Response]]:
    """Declare a public address: its answer may be kept, and asked for again by its mark; refusals are problems."""

    def declare(make: Callable[..., Json]) -> Callable[..., Response]:
        @wraps(make)
        def view(**values: Any) -> Response:
            try:
                return _answer(make(**values))
            except WrongQuery as wrong:
                return _problem(400, f"{wrong.name}: {_(wrong.message, **wrong.params)}")
            except NotFound:
                return _problem(404, _("그런 것이 없습니다."))

        return bp.get(path)(public(WHY)(view))

    return declare


def _answer(told: Json) -> Response:
    answer = _as_json(told, "application/json")
    answer.headers["Cache-Control"] = KEPT
    answer.add_etag()
    return answer.make_conditional(request)


def _problem(status: int, detail: str) -> Response:
    told = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
    answer = _as_json(told, "application/problem+json")
    answer.status_code = status
    return answer


def _as_json(told: Json, mimetype: str) -> Response:
    """Pages of any origin may read it: there is nothing in it that depends on who asks."""
    answer = Response(json.dumps(told, ensure_ascii=False), mimetype=mimetype)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@_feed("/")
def about() -> Json:
    return {"version": VERSION, "profile": PROFILE, "openapi_url": f"{_root()}/api/hsds/openapi.json"}


@_feed("/openapi.json")
def openapi() -> Json:
    return description(current_settings().site_name, _root())


def _root() -> str:
    return request.url_root.rstrip("/")


@_feed("/services")
def services() -> Json:
    now, asked = clock.now(), read_query(request.args)
    found, day = finding.services(queries.entries(now), asked), clock.day_of(now)
    if asked.minimal:
        return _listed(found, asked, shapes.minimal_service)
    if asked.full:
        return _listed(found, asked, lambda entry: shapes.service(entry, day))
    return _listed(found, asked, shapes.bare_service)


@_feed("/services/<uuid:service_id>")
def service(service_id: UUID) -> Json:
    now = clock.now()
    return shapes.service(
        _only(each for each in queries.entries(now) if each.offer.id == service_id), clock.day_of(now)
    )


@_feed("/organizations")
def organizations() -> Json:
    """With `full` where each works from, with `full_service` its services as well."""
    now, asked = clock.now(), read_query(request.args)
    day = clock.day_of(now)
    entries = queries.entries(now)
    found = finding.organizations(queries.members(day), entries, asked)
    if asked.full_service:
        return _listed(found, asked, lambda member: shapes.organization_with_services(member, entries, day))
    return _listed(found, asked, shapes.organization if asked.full else shapes.bare_organization)


@_feed("/organizations/<uuid:organization_id>")
def organization(organization_id: UUID) -> Json:
    now, asked = clock.now(), read_query(request.args)
    day = clock.day_of(now)
    member = _only(each for each in queries.members(day) if each.id == organization_id)
    if asked.full_service:
        return shapes.organization_with_services(member, queries.entries(now), day)
    return shapes.organization(member)


@_feed("/service_at_locations")
def service_at_locations() -> Json:
    now, asked = clock.now(), read_query(request.args)
    found = [each for each in finding.services(queries.entries(now), asked) if each.offer.organisation.address]
    return _listed(found, asked, shapes.service_at_location if asked.full else shapes.bare_service_at_location)


@_feed("/service_at_locations/<uuid:service_at_location_id>")
def service_at_location(service_at_location_id: UUID) -> Json:
    located = [each for each in queries.entries(clock.now()) if each.offer.organisation.address]
    wanted = service_at_location_id
    return shapes.service_at_location(_only(each for each in located if shapes.service_at_location_id(each) == wanted))


@_feed("/taxonomies")
def taxonomies() -> Json:
    return _listed([shapes.taxonomy()], read_query(request.args), dict)


@_feed("/taxonomies/<uuid:taxonomy_id>")
def taxonomy(taxonomy_id: UUID) -> Json:
    return _only(each for each in [shapes.taxonomy()] if each["id"] == str(taxonomy_id))


@_feed("/taxonomy_terms")
def taxonomy_terms() -> Json:
    asked = read_query(request.args)
    return _listed(finding.terms(shapes.taxonomy_terms(queries.entries(clock.now())), asked), asked, dict)


@_feed("/taxonomy_terms/<uuid:taxonomy_term_id>")
def taxonomy_term(taxonomy_term_id: UUID) -> Json:
    terms = shapes.taxonomy_terms(queries.entries(clock.now()))
    return _only(each for each in terms if each["id"] == str(taxonomy_term_id))


@bp.get("/<path:_unknown>")
@public(WHY)
def unknown(_unknown: str) -> Response:
    """Whoever reads by program is told in its own form that there is no such address."""
    return _problem(404, _("그런 주소가 없습니다."))


def _listed(rows: Sequence[Row], asked: Asked, shape: Callable[[Row], Json]) -> Json:
    part = part_of(rows, asked)
    return {**part.head, "contents": [shape(row) for row in part.items]}


def _only(found: Iterable[Row]) -> Row:
    """Raises `NotFound` where there is none."""
    for row in found:
        return row
    raise NotFound
