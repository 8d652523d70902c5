"""Pages of what practice teaches: what was gathered, and what stands behind a point of an agenda."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.lessons import actions, queries
from portal.consortium.lessons.forms import RetoldForm
from portal.consortium.lessons.models import Lesson
from portal.consortium.lessons.quoting import quotes, texts_of
from portal.consortium.lessons.sources import LESSONS, Happening, LessonSource
from portal.consortium.meetings.models import AgendaItem
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("lessons", __name__, url_prefix="/lessons")
ROWS_SHOWN = 50


@bp.get("")
@requires(Permission.MEETING_MANAGE)
def lessons() -> ResponseReturnValue:
    """Everything that was gathered, by source; what waits for the meeting already is named as such."""
    return page("lessons/lessons.html", gathered=queries.gathered(viewer=current_actor(), now=clock.now()))


@bp.route("/<kind>/<mark>", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def lesson(kind: str, mark: str) -> ResponseReturnValue:
    """One bundle with the rows behind it; the button brings it to the next working meeting.

    What is retold is proposed by a form that has the words without whoever they name.
    """
    actor, now = current_actor(), clock.now()
    found = queries.get_found(kind, mark, viewer=actor, now=now)
    shown = _shown(found.source, found.bundle.happenings)
    form = RetoldForm(data={"words": "\n".join(shown["quotes"])}) if found.source.retold else ActionForm()
    if form.validate_on_submit():
        with form.refusals():
            words = form.words.data if isinstance(form, RetoldForm) else ""
            brought = actions.bring_lesson(kind, mark, actor=actor, now=now, words=words)
            flash(
                _("다음 실무회의 안건에 올렸습니다.")
                if brought.proposal.item_id
                else _("제안해 두었습니다. 다음 실무회의를 만들면 안건에 오릅니다.")
            )
            return redirect(url_for(".brought", lesson_id=brought.id))
    return page("lessons/lesson.html", found=found, form=form, **shown)


@bp.get("/brought/<uuid:lesson_id>")
@requires(Permission.MEETING_READ)
def brought(lesson_id: UUID) -> ResponseReturnValue:
    """What stands behind a point of an agenda, for all who read the agenda; rows open for whoever sees them anyway."""
    found = queries.get_lesson(lesson_id, viewer=current_actor())
    shown = _shown(LESSONS.find(found.kind), queries.happenings_of(found))
    point, last = queries.point_of(found), queries.before(found)
    return page("lessons/brought.html", lesson=found, point=point, last=last, **shown)


def _shown(source: LessonSource | None, happenings: tuple[Happening, ...]) -> dict[str, Any]:
    hears = source is not None and source.said is not None and current_actor().can(source.heard_by)
    said = texts_of(source.said([each.id for each in happenings])) if hears and source and source.said else []
    return {
        "source": source,
        "members": queries.by_organisation(happenings),
        "span": queries.span_of(happenings),
        "times": len(happenings),
        "happenings": sorted(happenings, key=lambda each: each.on, reverse=True)[:ROWS_SHOWN],
        "quotes": quotes(said),
        "said": len(said),
    }


def on_agenda_item(item: AgendaItem) -> str:
    """The way from a point of an agenda to what stands behind it."""
    lesson = _lessons_on(item).get(item.source_id) if item.source_id else None
    return render_template("lessons/_on_agenda_item.html", lesson=lesson) if lesson else ""


def _lessons_on(item: AgendaItem) -> dict[UUID, Lesson]:
    """Of the whole agenda, looked up once for a page."""
    known: dict[UUID, dict[UUID, Lesson]] = g.setdefault("lessons_on", {})
    if item.meeting_id not in known:
        known[item.meeting_id] = queries.lessons_on(item.meeting.items)
    return known[item.meeting_id]
