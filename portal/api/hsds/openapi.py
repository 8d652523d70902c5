"""The description of the feed (OpenAPI 3.1), made from the same limits by which queries are read."""

from collections.abc import Sequence
from typing import Any

from portal.api.hsds.rules import LONGEST_SEARCH, MOST_A_PAGE, MOST_PAGES, VERSION
from portal.web.words import gettext as _

Json = dict[str, Any]
_ID: Json = {"type": "string", "format": "uuid"}
_TEXT: Json = {"type": "string"}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_OPTIONAL_TRUTH: Json = {"type": "boolean", "default": False}
_LIST = ("search", "page", "per_page", "format")
_KINDS = ("taxonomy_term_id", "taxonomy_id")
_PATHS: dict[str, tuple[str, Sequence[str]]] = {
    "services": ("Service", (*_LIST, *_KINDS, "organization_id", "modified_after", "minimal", "full")),
    "organizations": ("Organization", (*_LIST, *_KINDS, "full", "full_service")),
    "service_at_locations": ("ServiceAtLocation", (*_LIST, *_KINDS, "organization_id", "modified_after", "full")),
    "taxonomies": ("Taxonomy", ("page", "per_page", "format")),
    "taxonomy_terms": ("TaxonomyTerm", (*_LIST, "taxonomy_id")),
}


def description(title: str, address: str) -> Json:
    paths: Json = {"/": _path("getAbout", _("이 주소가 따르는 명세"), {"$ref": "#/components/schemas/About"}, ())}
    for name, (schema, asked) in _PATHS.items():
        paths |= _paths_of(name, schema, asked)
    return {
        "openapi": "3.1.0",
        "info": {"title": _("%(title)s: 서비스 안내 자료", title=title), "version": VERSION, "description": _about()},
        "servers": [{"url": f"{address}/api/hsds"}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _about() -> str:
    return _(
        "컨소시엄의 조합, 서비스, 시간, 동, 단가와 앞으로 7일의 빈자리입니다. "
        "Open Referral의 HSDS를 따르며 사람에 관한 것은 없습니다. "
        "답은 5분 동안 두고 쓰셔도 되고, ETag로 바뀌었는지 물으실 수 있습니다."
    )


def _paths_of(name: str, schema: str, asked: Sequence[str]) -> Json:
    one, many = {"$ref": f"#/components/schemas/{schema}"}, {"$ref": f"#/components/schemas/{schema}Row"}
    page = {
        "type": "object",
        "required": [*_PAGE, "contents"],
        "properties": {**_PAGE, "contents": {"type": "array", "items": many}},
    }
    of_one = _path(f"get{schema}", _("하나를 온전히"), one, ("full_service",) if name == "organizations" else ())
    of_one["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": _ID}]
    of_one["get"]["responses"]["404"] = _problem(_("없는 번호"))
    return {f"/{name}": _path(f"list{schema}", _("목록"), page, asked), f"/{name}/{{id}}": of_one}


_PAGE: Json = {
    "total_items": {"type": "integer", "minimum": 0},
    "total_pages": {"type": "integer", "minimum": 1},
    "page_number": {"type": "integer", "minimum": 1},
    "size": {"type": "integer", "minimum": 0},
    "first_page": {"type": "boolean"},
    "last_page": {"type": "boolean"},
    "empty": {"type": "boolean"},
}
_ASKED: dict[str, Json] = {
    "search": {"type": "string", "maxLength": LONGEST_SEARCH},
    "page": {"type": "integer", "minimum": 1, "maximum": MOST_PAGES, "default": 1},
    "per_page": {"type": "integer", "minimum": 1, "maximum": MOST_A_PAGE, "default": 50},
    "format": {"type": "string", "enum": ["json"]},
    "taxonomy_term_id": _ID,
    "taxonomy_id": _ID,
    "organization_id": _ID,
    "modified_after": _MOMENT,
    "minimal": _OPTIONAL_TRUTH,
    "full": _OPTIONAL_TRUTH,
    "full_service": _OPTIONAL_TRUTH,
}


def _path(operation: str, summary: str, schema: Json, asked: Sequence[str]) -> Json:
    answers: Json = {"200": {"description": summary, "content": {"application/json": {"schema": schema}}}}
    if asked:
        answers["400"] = _problem(_("읽을 수 없는 물음"))
    parameters = [{"name": name, "in": "query", "schema": _ASKED[name]} for name in asked]
    return {"get": {"operationId": operation, "summary": summary, "parameters": parameters, "responses": answers}}


def _problem(words: str) -> Json:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": words, "content": content}


def _object(required: Json, **optional: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": required | optional}


def _rows(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _schemas() -> Json:
    """What always stands in an answer is required; all names are those of the specification."""
    rows = _rows({"type": "object"})
    place = _object({"id": _ID, "location_type": {"const": "physical"}, "name": _TEXT, "addresses": rows})
    member = _object({"id": _ID, "name": _TEXT, "alternate_name": _TEXT, "description": _TEXT, "legal_status": _TEXT})
    at_place = _object({"id": _ID, "service_id": _ID, "location_id": _ID, "description": _TEXT}, location=place)
    term = _object({"id": _ID, "code": _TEXT, "name": _TEXT, "description": _TEXT, "taxonomy_id": _ID}, parent_id=_ID)
    taxonomy = _object({"id": _ID, "name": _TEXT, "description": _TEXT})
    listed = _object({"id": _ID, "last_modified": _MOMENT})
    status = {"type": "string", "enum": ["active", "temporarily closed"]}
    service = _object(
        {"id": _ID, "organization_id": _ID, "name": _TEXT, "description": _TEXT, "status": status}
        | {"url": {"type": "string", "format": "uri"}, "application_process": _TEXT, "last_modified": _MOMENT}
        | {"organization": member, "phones": rows, "schedules": rows}
        | {"service_areas": rows, "cost_options": rows}
        | {"capacities": rows, "service_at_locations": _rows(at_place)}
        | {"attributes": rows}
    )
    member_whole = member | {
        "properties": member["properties"] | {"locations": _rows(place), "services": _rows(service)}
    }
    return {
        "About": _object({"version": _TEXT, "profile": _TEXT, "openapi_url": _TEXT}),
        "Problem": _object({"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT}),
        "Service": service,
        "ServiceRow": listed,
        "Organization": member_whole,
        "OrganizationRow": member_whole,
        "ServiceAtLocation": at_place,
        "ServiceAtLocationRow": at_place,
        "Taxonomy": taxonomy,
        "TaxonomyRow": taxonomy,
        "TaxonomyTerm": term,
        "TaxonomyTermRow": term,
    }
