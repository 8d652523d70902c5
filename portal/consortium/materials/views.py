"""Where the office adds materials to an event, and from where anybody fetches them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.events.models import OpenEvent
from portal.consortium.events.queries import get_event
from portal.consortium.materials import actions, queries
from portal.consortium.materials.files import FILES
from portal.core import clock
from portal.core.permissions import Permission
from portal.documents.forms import AddedForm, prepared_upload, sealed_upload
from portal.documents.sent import Sent
from portal.documents.views import added_file
from portal.web.access import current_actor, public, requires
from portal.web.early import prepares
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("materials", __name__)
DESK = "/open-events/<uuid:event_id>/materials"
NOBODY = "what was shown at an open event; the page on which it is added says that nobody in care stands in it"


def _sealed(event_id: UUID) -> Sent | None:
    get_event(event_id)
    return sealed_upload(FILES)


@bp.route(f"{DESK}/new", methods=["GET", "POST"])
@requires(Permission.EVENT_MANAGE)
@prepares(_sealed)
def add(event_id: UUID) -> ResponseReturnValue:
    event = get_event(event_id)
    form = AddedForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_material(event, form.title.data, prepared_upload(), actor=current_actor(), now=clock.now())
            flash(_("자료를 붙였습니다."))
            return redirect(_desk(event_id))
    return page("materials/add.html", form=form, event=event)


@bp.post(f"{DESK}/<uuid:material_id>/remove")
@requires(Permission.EVENT_MANAGE)
def remove(event_id: UUID, material_id: UUID) -> ResponseReturnValue:
    actions.remove_material(queries.get_material(event_id, material_id), actor=current_actor(), now=clock.now())
    flash(_("자료를 뺐습니다."))
    return redirect(_desk(event_id))


@bp.get(f"{DESK}/<uuid:material_id>")
@requires(Permission.EVENT_MANAGE)
@hands_out(Inside.NOBODY, NOBODY)
def draft(event_id: UUID, material_id: UUID) -> ResponseReturnValue:
    """Before the event is announced, too."""
    return added_file(FILES.store(), queries.get_material(event_id, material_id))


@bp.get("/events/<uuid:event_id>/materials/<uuid:material_id>")
@public("what was shown at an event that is open to everybody")
@hands_out(Inside.NOBODY, NOBODY)
def material(event_id: UUID, material_id: UUID) -> ResponseReturnValue:
    return added_file(FILES.store(), queries.public_material(event_id, material_id))


def _desk(event_id: UUID) -> str:
    return url_for("events.desk", event_id=event_id, _anchor="materials")


def on_desk(event: OpenEvent) -> str:
    found = queries.materials_of(event)
    return render_template("materials/_on_desk.html", event=event, materials=found)


def on_event(event: OpenEvent) -> str:
    """For everybody."""
    found = queries.materials_of(event)
    return render_template("materials/_on_event.html", event=event, materials=found) if found else ""
