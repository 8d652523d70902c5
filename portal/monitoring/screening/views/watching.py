"""Whom the questionnaire was asked, by how much they are in danger and when somebody looks next; the empty paper."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.permissions import Permission
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.monitoring.screening import queries
from portal.monitoring.screening.editions import questionnaire_in_force
from portal.monitoring.screening.paper import TITLE, questionnaire_paper
from portal.monitoring.screening.states import RiskLevel
from portal.monitoring.screening.views.blueprint import bp
from portal.residents.households.models import Person
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.labels import label
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

DUE, UNASKED = "due", "unasked"


@bp.get("/screenings")
@requires(Permission.SCREENING_WRITE)
def screenings() -> ResponseReturnValue:
    show, today = request.args.get("show", ""), clock.day_of(clock.now())
    sought = queries.Sought(
        level=RiskLevel(show) if show in set(RiskLevel) else None,
        only_due=show == DUE,
        only_unasked=show == UNASKED,
    )
    found = queries.watched(current_actor(), today, sought, page_number())
    return page("screening/screenings.html", list=found, views=_views(show, today), today=today)


def _views(show: str, today: date) -> list[tuple[str, str, bool, int | None]]:
    """The ways to narrow the list, the levels with how many there are."""
    counts = queries.level_counts(current_actor(), today)
    others = [("", _("모두"), None), (DUE, _("살필 때"), None), (UNASKED, _("점검 전"), None)]
    levels = [(each.value, label(each), counts.get(each, 0)) for each in RiskLevel]
    return [
        (words, url_for(".screenings", show=key or None), key == show, count)
        for key, words, count in (*others, *levels)
    ]


@bp.get("/screenings/paper")
@requires(Permission.SCREENING_WRITE)
@hands_out(Inside.NOBODY, "the questionnaire before anybody filled it in")
def empty_paper() -> ResponseReturnValue:
    made = document_pdf(questionnaire_paper(questionnaire_in_force(), now=clock.now()))
    return attached(made, "application/pdf", f"{_(TITLE)}.pdf")


def on_household(*, person: Person, **_more: object) -> str:
    """How much somebody is in danger, and when they are asked next."""
    if not current_actor().can(Permission.SCREENING_WRITE):
        return ""
    today = clock.day_of(clock.now())
    latest = queries.latest_screening(person.id, today)
    return render_template("screening/_on_household.html", person=person, latest=latest, today=today)
