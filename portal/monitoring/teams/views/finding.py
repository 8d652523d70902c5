"""A finder's own pages: what they told, the surveys that they walk, and telling of somebody."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.benefits.figures.rules import shown
from portal.core import clock
from portal.core.permissions import Permission
from portal.monitoring.surveys.queries import doors_to_follow_up
from portal.monitoring.teams import actions, queries
from portal.monitoring.teams.forms import FindingForm
from portal.monitoring.teams.views.blueprint import bp
from portal.monitoring.worries.states import answer_to
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("/findings")
@requires(Permission.FINDING_REPORT)
def findings() -> ResponseReturnValue:
    """Of each that somebody looked into it, never what they found."""
    actor = current_actor()
    return page(
        "teams/findings.html",
        worries=[(each, answer_to(each.state)) for each in queries.worries_told_by(actor)],
        surveys=queries.walked_surveys(actor),
        doors=doors_to_follow_up(actor),
    )


@bp.route("/findings/new", methods=["GET", "POST"])
@requires(Permission.FINDING_REPORT)
def find() -> ResponseReturnValue:
    form = FindingForm()
    form.offer_dongs()
    if form.validate_on_submit():
        with form.refusals():
            actions.tell_worry(form.seen, actor=current_actor(), now=clock.now())
            flash(_("알려 주셔서 고맙습니다. 누가 살펴보면 여기에 적힙니다."))
            return redirect(url_for(".findings"))
    return page("teams/find.html", form=form)


def on_figures(*, year: int) -> str:
    """What finders found outside of surveys, for whoever reads figures."""
    if not clock.FIRST_YEAR <= year <= clock.LAST_YEAR:
        return ""
    told, found, in_care = (shown([count])[0] for count in queries.found_outside(year))
    return render_template("teams/_on_figures.html", told=told, found=found, in_care=in_care)
