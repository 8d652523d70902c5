"""The page on which the office says whom a conference is about, and what its page tells of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings.about import note_reading
from portal.consortium.meetings.links import UNDER
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.queries import get_meeting
from portal.consortium.meetings.states import RESTRICTED
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.residents.conferences import actions, queries
from portal.residents.conferences.forms import AboutForm
from portal.residents.households.scope import is_in_scope
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("conferences", __name__, url_prefix=UNDER)


@bp.route("/<uuid:meeting_id>/about", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def about(meeting_id: UUID) -> ResponseReturnValue:
    meeting, form = _conference(meeting_id), AboutForm()
    note_reading([meeting], actor=current_actor(), now=clock.now())
    if form.validate_on_submit():
        with form.refusals():
            household = queries.household_by_number(form.number.data or "")
            actions.name_household(meeting, household, actor=current_actor(), now=clock.now())
            flash(_("적었습니다."))
            return redirect(url_for(".about", meeting_id=meeting.id))
    return page("conferences/about.html", form=form, meeting=meeting, named=queries.households_named(meeting))


@bp.post("/<uuid:meeting_id>/about/<uuid:household_id>/remove")
@requires(Permission.MEETING_MANAGE)
def not_about(meeting_id: UUID, household_id: UUID) -> ResponseReturnValue:
    named = queries.get_named(_conference(meeting_id), household_id)
    actions.name_no_more(named, actor=current_actor(), now=clock.now())
    flash(_("뺐습니다."))
    return redirect(url_for(".about", meeting_id=meeting_id))


def _conference(meeting_id: UUID) -> Meeting:
    meeting = get_meeting(meeting_id, viewer=current_actor())
    if meeting.kind not in RESTRICTED:
        raise NotFound
    return meeting


def on_meeting(meeting: Meeting) -> str:
    """By number: whoever sees to a household finds its file, and nobody else a name."""
    if meeting.kind not in RESTRICTED:
        return ""
    actor = current_actor()
    named = [(each.household, is_in_scope(each.household_id, actor)) for each in queries.households_named(meeting)]
    return render_template("conferences/_on_meeting.html", meeting=meeting, named=named)
