"""What visits teach: steps of the manual that were left out, notes, visits that disappointed or that nobody made."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.consortium.catalogue.models import Service
from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.models import Visit, VisitStep
from portal.coordinators.visits.states import Rating, VisitState
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.states import SectionKind

SHEET = SectionKind.PROCEDURE
"""The section whose steps are the lines of the visit sheet."""

SECTION = N_("%(manual)s, %(section)s")
LEFT_OUT = N_("%(manual)s에서 빠지는 단계: %(step)s")
NOTES = N_("%(manual)s: 방문 기록에 남긴 말")
POOR = N_("아쉬웠다는 %(service)s 방문")
MISSED = N_("협동조합이 가지 못한 %(service)s 방문")


def steps_left_out(since: datetime) -> list[Bundle]:
    """Steps that have to be done and were not, by the section of the manual; each with why."""
    query = (
        select(
            Manual.code, Manual.title, VisitStep.name, VisitStep.id, Visit.id, Visit.starts_at, Visit.organisation_id
        )
        .join(VisitStep.visit)
        .join(Visit.edition)
        .join(ManualEdition.manual)
        .where(Visit.starts_at >= since, VisitStep.required.is_(True), VisitStep.done.is_(False))
    )
    return bundled(
        (_topic(code, title, name), Happening(step_id, ("visit", visit_id), day_of(starts_at), organisation_id))
        for code, title, name, step_id, visit_id, starts_at, organisation_id in db.session.execute(
            query.order_by(Visit.starts_at, VisitStep.id)
        )
    )


def _topic(code: str, title: str, step: str) -> Topic:
    words = LEFT_OUT % {"manual": title, "step": step}
    return Topic(f"{code}/{SHEET}/{step}", words, _section(title))


def _section(title: str) -> str:
    return SECTION % {"manual": title, "section": SHEET.words}


def why_left_out(step_ids: Collection[UUID]) -> Iterator[str]:
    yield from db.session.scalars(
        select(VisitStep.note).where(VisitStep.id.in_(step_ids)).order_by(VisitStep.id.desc())
    )


def notes(since: datetime) -> list[Bundle]:
    """What was written beside the sheets of a manual."""
    query = select(Manual.code, Manual.title, Visit.id, Visit.starts_at, Visit.organisation_id).join(Visit.edition)
    query = query.join(ManualEdition.manual).where(
        Visit.starts_at >= since, Visit.state == VisitState.DONE, Visit.notes != ""
    )
    return bundled(
        (
            Topic(f"{code}/{SHEET}", NOTES % {"manual": title}, _section(title)),
            Happening(visit_id, ("visit", visit_id), day_of(starts_at), organisation_id),
        )
        for code, title, visit_id, starts_at, organisation_id in db.session.execute(
            query.order_by(Visit.starts_at, Visit.id)
        )
    )


def noted(visit_ids: Collection[UUID]) -> Iterator[str]:
    yield from db.session.scalars(select(Visit.notes).where(Visit.id.in_(visit_ids)).order_by(Visit.starts_at.desc()))


def disappointing(since: datetime) -> list[Bundle]:
    """Visits after which somebody said that it was not good, by service."""
    return _by_service(POOR, since, Visit.rating == Rating.POOR)


def disappointed(visit_ids: Collection[UUID]) -> Iterator[str]:
    yield from db.session.scalars(
        select(Visit.feedback).where(Visit.id.in_(visit_ids)).order_by(Visit.starts_at.desc())
    )


def missed(since: datetime) -> list[Bundle]:
    """Visits to which the co-operative did not come, by service."""
    return _by_service(MISSED, since, Visit.state == VisitState.PROVIDER_ABSENT)


def _by_service(words: str, since: datetime, *chosen: ColumnElement[bool]) -> list[Bundle]:
    query = select(Service.code, Service.name, Visit.id, Visit.starts_at, Visit.organisation_id)
    query = query.join(Visit.referral).join(Referral.service).where(Visit.starts_at >= since, *chosen)
    return bundled(
        (
            Topic(code, words % {"service": name}, name),
            Happening(visit_id, ("visit", visit_id), day_of(starts_at), organisation_id),
        )
        for code, name, visit_id, starts_at, organisation_id in db.session.execute(
            query.order_by(Visit.starts_at, Visit.id)
        )
    )


STEPS_LEFT_OUT = LessonSource(
    N_("방문에서 빠진 단계"),
    steps_left_out,
    said=why_left_out,
    heard_by=Permission.MEETING_JOIN,
    times=lambda targets: targets.lesson_times,
)
NOTES_OF_VISITS = LessonSource(N_("방문 기록에 남긴 말"), notes, said=noted)
DISAPPOINTING = LessonSource(
    N_("아쉬웠다는 말씀"), disappointing, said=disappointed, times=lambda targets: targets.lesson_times
)
MISSED_VISITS = LessonSource(N_("가지 못한 방문"), missed, said=noted, times=lambda targets: targets.lesson_times)
