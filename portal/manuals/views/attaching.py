"""Pages on which forms and attachments are added to a draft, and from which they are fetched."""

from urllib.parse import quote
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.received import MOST_BYTES
from portal.documents.views import stored_file
from portal.manuals import actions
from portal.manuals.actions.attaching import Sent
from portal.manuals.actions.drafting import refuse_all_but_draft
from portal.manuals.comparison import ATTACHED
from portal.manuals.files import manual_store, sealed_manual_file
from portal.manuals.forms import AttachmentForm, NextFileForm
from portal.manuals.models import ManualAttachment, ManualEdition
from portal.manuals.queries import attachment_of
from portal.manuals.states import AttachmentKind
from portal.manuals.views.blueprint import bp, edition_at, edition_url
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _

ATTACHMENTS = "/<code>/editions/<int:number>/attachments"
NO_FILE = N_("올릴 파일을 골라 주십시오.")


def _sealed(code: str, number: int, **_place: object) -> Sent | None:
    """What was sent for a draft that its visitor writes, sealed for the row that will name it."""
    current_actor().require(Permission.MANUAL_WRITE)
    refuse_all_but_draft(edition_at(code, number))
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    return sealed_manual_file(sent.stream.read(MOST_BYTES + 1), new_id(), field="file")


def _sent() -> Sent:
    sent: Sent | None = prepared()
    if sent is None:
        raise DomainError(NO_FILE, "file")
    return sent


def _files_of(edition: ManualEdition) -> str:
    return f"{edition_url(edition)}#{ATTACHED}"


@bp.route(f"{ATTACHMENTS}/new", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
@prepares(_sealed)
def attach(code: str, number: int) -> ResponseReturnValue:
    edition = edition_at(code, number)
    form = AttachmentForm()
    if form.validate_on_submit():
        with form.refusals():
            kind, title = AttachmentKind(form.kind.data), form.title.data
            actions.add_attachment(edition, kind, title, _sent(), actor=current_actor(), now=clock.now())
            flash(_("파일을 붙였습니다."))
            return redirect(_files_of(edition))
    return page("manuals/attach.html", form=form, edition=edition, attachment=None)


@bp.route(f"{ATTACHMENTS}/<uuid:attachment_id>/replace", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
@prepares(_sealed)
def replace_file(code: str, number: int, attachment_id: UUID) -> ResponseReturnValue:
    edition = edition_at(code, number)
    attachment = attachment_of(edition, attachment_id)
    form = NextFileForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.replace_attachment(attachment, _sent(), actor=current_actor(), now=clock.now())
            flash(_("새 파일로 바꾸었습니다. 앞 판에는 앞의 파일이 그대로 있습니다."))
            return redirect(_files_of(edition))
    return page("manuals/attach.html", form=form, edition=edition, attachment=attachment)


@bp.post(f"{ATTACHMENTS}/<uuid:attachment_id>/remove")
@requires(Permission.MANUAL_WRITE)
def detach(code: str, number: int, attachment_id: UUID) -> ResponseReturnValue:
    edition = edition_at(code, number)
    actions.remove_attachment(attachment_of(edition, attachment_id), actor=current_actor(), now=clock.now())
    flash(_("파일을 뺐습니다. 앞 판에는 그대로 있습니다."))
    return redirect(_files_of(edition))


@bp.get(f"{ATTACHMENTS}/<uuid:attachment_id>")
@requires(Permission.MANUAL_READ)
@hands_out(Inside.NOBODY, "a form that is still empty, or what explains a service")
def attachment(code: str, number: int, attachment_id: UUID) -> ResponseReturnValue:
    """The file that came with the edition, whatever later ones have."""
    return _handed_out(attachment_of(edition_at(code, number), attachment_id))


def _handed_out(found: ManualAttachment) -> ResponseReturnValue:
    kept = found.file
    response = stored_file(manual_store(), kept.file_name, kept.id, kept.media_type)
    suffix = kept.file_name.rpartition(".")[2]
    name = quote(_("%(title)s 제%(number)d판", title=found.title, number=kept.number), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.{suffix}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
