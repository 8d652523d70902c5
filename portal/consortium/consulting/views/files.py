"""The files of a consulting record: added, fetched, and taken away."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.consulting import actions, queries
from portal.consortium.consulting.files import FILES
from portal.consortium.consulting.views.blueprint import bp
from portal.core import clock
from portal.core.permissions import Permission
from portal.documents.forms import AddedForm, prepared_upload, sealed_upload
from portal.documents.sent import Sent
from portal.documents.views import added_file
from portal.web.access import current_actor, requires
from portal.web.early import prepares
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _

OF_RECORD = "/<uuid:consulting_id>/files"
NOBODY = "what a member was advised with; the page on which it is added says that nobody in care stands in it"


def _sealed(consulting_id: UUID) -> Sent | None:
    queries.get_consulting(consulting_id, viewer=current_actor())
    return sealed_upload(FILES)


@bp.route(f"{OF_RECORD}/new", methods=["GET", "POST"])
@requires(Permission.CONSULTING_ASK)
@prepares(_sealed)
def add_file(consulting_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_consulting(consulting_id, viewer=actor)
    form = AddedForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_file(found, form.title.data, prepared_upload(), actor=actor, now=clock.now())
            flash(_("파일을 붙였습니다."))
            return redirect(_files_of(consulting_id))
    return page("consulting/add_file.html", form=form, found=found)


@bp.post(f"{OF_RECORD}/<uuid:file_id>/remove")
@requires(Permission.CONSULTING_ASK)
def remove_file(consulting_id: UUID, file_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.remove_file(queries.get_file(consulting_id, file_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("파일을 뺐습니다."))
    return redirect(_files_of(consulting_id))


@bp.get(f"{OF_RECORD}/<uuid:file_id>")
@requires(Permission.CONSULTING_READ)
@hands_out(Inside.NOBODY, NOBODY)
def file(consulting_id: UUID, file_id: UUID) -> ResponseReturnValue:
    return added_file(FILES.store(), queries.get_file(consulting_id, file_id, viewer=current_actor()))


def _files_of(consulting_id: UUID) -> str:
    return url_for("consulting.record", consulting_id=consulting_id, _anchor="files")
