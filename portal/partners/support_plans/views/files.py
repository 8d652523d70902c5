"""Plans as files: the whole for the person, to a body its part, and both for machines."""

import json
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.hwpx import document_hwpx
from portal.documents.model import Document
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.partners.fhir import MEDIA_TYPE, Resource
from portal.partners.support_plans import queries
from portal.partners.support_plans.handing import refuse_part
from portal.partners.support_plans.machine import plan_bundle
from portal.partners.support_plans.paper import TITLE, part_document, plan_document
from portal.partners.support_plans.reading import part_of, said
from portal.partners.support_plans.views.blueprint import bp, handing_at, note_read, plan_at
from portal.web.access import requires
from portal.web.handing import Inside, hands_out

PAPERS = {"pdf": (document_pdf, "application/pdf"), "hwpx": (document_hwpx, "application/hwp+zip")}
PART = N_("기관에 건네는 개인별지원계획")
ONE = 1


def _person_of_plan(support_plan_id: UUID, kind: str) -> int:  # noqa: ARG001 what the address names
    plan_at(support_plan_id)
    return ONE


def _person_of_part(support_handing_id: UUID, kind: str) -> int:  # noqa: ARG001 what the address names
    refuse_part(handing_at(support_handing_id), clock.now())
    return ONE


@bp.get("/support-plans/<uuid:support_plan_id>/file/<any(pdf, hwpx, json):kind>")
@requires(Permission.PLAN_WRITE)
@hands_out(Inside.PERSONS, TITLE, count=_person_of_plan)
def file(support_plan_id: UUID, kind: str) -> ResponseReturnValue:
    found, now = plan_at(support_plan_id), clock.now()
    note_read(found.household_id)
    lines = said(found, clock.day_of(now))
    if kind not in PAPERS:
        return _machine(plan_bundle(found, lines, queries.handings_of(found), now=now), found.number)
    return _paper(plan_document(found, lines, now=now), kind, found.number)


@bp.get("/support-plans/parts/<uuid:support_handing_id>/file/<any(pdf, hwpx, json):kind>")
@requires(Permission.PLAN_WRITE)
@hands_out(Inside.PERSONS, PART, count=_person_of_part)
def part_file(support_handing_id: UUID, kind: str) -> ResponseReturnValue:
    """Its own lines, with the name of the person, who agreed that this body knows it."""
    found, now = handing_at(support_handing_id), clock.now()
    refuse_part(found, now)
    note_read(found.household_id)
    plan = found.plan
    part = part_of(said(plan, clock.day_of(now)), found.body)
    if not part:
        raise NotFound
    if kind not in PAPERS:
        name = plan.case.application.person.name
        return _machine(plan_bundle(plan, part, [found], name=name, now=now), plan.number)
    return _paper(part_document(found, part, now=now), kind, plan.number)


def _paper(document: Document, kind: str, number: int) -> Response:
    make, media = PAPERS[kind]
    return attached(make(document), media, f"{TITLE}_{number}.{kind}")


def _machine(made: Resource, number: int) -> Response:
    data = json.dumps(made, ensure_ascii=False, indent=2).encode()
    return attached(data, MEDIA_TYPE, f"{TITLE}_{number}.json")
