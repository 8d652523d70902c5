"""What stands of opinions and suggestions on the pages of manuals, meetings and co-operatives."""

from uuid import UUID

from flask import g, render_template

from portal.consortium.meetings.models import AgendaItem
from portal.consortium.suggestions import queries
from portal.consortium.suggestions.models import ManualSuggestion
from portal.core.permissions import Permission
from portal.manuals.models import ManualEdition, ManualSection
from portal.web.access import current_actor


def on_section(section: ManualSection) -> str:
    """Below a section that is, or was, worked by: whether it helps, and the way to a suggestion.

    For the office also what was said so far.
    """
    edition, actor = section.edition, current_actor()
    if not queries.is_worked_by(edition) or not actor.can(Permission.MANUAL_CONFIRM):
        return ""
    known = g.setdefault("opinions_on", {})
    if edition.id not in known:
        office = actor.can(Permission.MANUAL_APPROVE)
        known[edition.id] = (
            queries.own_opinions(edition, viewer=actor),
            queries.opinions_by_section(edition, viewer=actor) if office else {},
            queries.waiting_by_kind(edition.manual) if office else {},
        )
    own, counts, waiting = known[edition.id]
    return render_template(
        "suggestions/_on_section.html",
        section=section,
        code=edition.manual.code,
        number=edition.number,
        own=own.get(section.id),
        counts=counts.get(section.id),
        waiting=waiting.get(section.kind, 0),
        sheet="",
    )


def on_sheet(section: ManualSection, back: str) -> str:
    """Below the lines of a visit sheet: the same of the edition that the sheet is of, and the way to its others."""
    actor = current_actor()
    if not actor.can(Permission.MANUAL_CONFIRM):
        return ""
    own = queries.own_opinions(section.edition, viewer=actor)
    return render_template(
        "suggestions/_on_section.html",
        section=section,
        code=section.edition.manual.code,
        number=section.edition.number,
        own=own.get(section.id),
        sheet=back,
    )


def on_edition(edition: ManualEdition) -> str:
    """Beside the text: what the edition takes up, for those who write; how each edition helped, for the office."""
    actor = current_actor()
    taken_up = queries.suggestions_in(edition) if actor.can(Permission.MANUAL_WRITE) else []
    office = actor.can(Permission.MANUAL_APPROVE)
    counts = queries.opinions_by_edition(edition.manual, viewer=actor) if office else []
    return render_template("suggestions/_on_edition.html", taken_up=taken_up, counts=counts)


def on_agenda_item(item: AgendaItem) -> str:
    """The way from a point of an agenda to the suggestion it came from, for whoever sees that."""
    if not current_actor().can(Permission.MANUAL_APPROVE) or item.source_id is None:
        return ""
    suggestion = _suggestions_on(item).get(item.source_id)
    return render_template("suggestions/_on_agenda_item.html", suggestion=suggestion) if suggestion else ""


def _suggestions_on(item: AgendaItem) -> dict[UUID, ManualSuggestion]:
    """Of the whole agenda, looked up once for a page."""
    known: dict[UUID, dict[UUID, ManualSuggestion]] = g.setdefault("suggestions_on", {})
    if item.meeting_id not in known:
        known[item.meeting_id] = queries.suggestions_on(item.meeting.items)
    return known[item.meeting_id]


def on_cooperative_desk() -> str:
    """Answers that somebody of a co-operative has not read."""
    actor = current_actor()
    if not actor.can(Permission.REFERRAL_ANSWER):
        return ""
    unheard = queries.suggestions_unheard(actor)
    return render_template("suggestions/_for_cooperative.html", unheard=unheard) if unheard else ""
