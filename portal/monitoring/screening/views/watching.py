"""Whom the questionnaire was asked, by how much they are in danger and when somebody looks next; the empty paper."""

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
    return page("screening/screenings.html", list=found, show=show, views=_views(), today=today)


def _views() -> list[tuple[str, str, str]]:
    """The ways to narrow the list: key, words and address."""
    words = {"": _("모두"), DUE: _("살필 때"), UNASKED: _("점검 전"), **{each: label(each) for each in RiskLevel}}
    return [(key, said, url_for(".screenings", show=key or None)) for key, said in words.items()]


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
