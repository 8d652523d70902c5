"""Packs for inspectors, as the office asks for them and takes them along."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.queries import ACCOUNTS
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.views import stored_file
from portal.extensions import current_settings
from portal.privacy.evidence import actions, queries
from portal.privacy.evidence.forms import PackForm
from portal.privacy.evidence.items import PackItem, Period
from portal.privacy.evidence.packs import PACKS
from portal.web.access import current_actor, needs_proof, requires
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("evidence", __name__)
ZIP = "application/zip"


@bp.route("/privacy/evidence", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_MAKE)
def packs() -> ResponseReturnValue:
    form, actor = PackForm(), current_actor()
    if form.validate_on_submit():
        with form.refusals():
            period = Period(form.first.data, form.last.data)
            actions.request_pack(period, reason=form.reason.data, actor=actor, now=clock.now())
            flash(_("점검 자료를 만들기 시작했습니다. 이 화면에서 어디까지 되었는지 볼 수 있습니다."))
            return redirect(url_for(".packs"))
    found = queries.packs(actor)
    return page(
        "privacy/evidence.html",
        form=form,
        packs=found,
        under_way=any(each.is_waiting for each in found),
        items=list(PackItem),
    )


def _staff_in(pack_id: UUID) -> int:
    """The log names whoever works or worked here; people in care stand in it by codes and numbers."""
    queries.get_pack(pack_id, viewer=current_actor())
    return len(ACCOUNTS.only()())


@bp.get("/privacy/evidence/<uuid:pack_id>/file")
@requires(Permission.EVIDENCE_MAKE)
@needs_proof
@hands_out(Inside.PERSONS, N_("점검 자료"), count=_staff_in)
def file(pack_id: UUID) -> Response:
    pack = queries.get_pack(pack_id, viewer=current_actor())
    actions.refuse_without_file(pack)
    response = stored_file(PACKS.store(current_settings()), pack.file_name, pack.id, ZIP)
    response.headers["Content-Disposition"] = f"attachment; filename=evidence-{pack.first_on}-{pack.last_on}.zip"
    response.headers["Cache-Control"] = "private, no-store"
    return response
