"""Pages on which is corrected what an edition says of its change, and on which a draft is let go."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.core import clock
from portal.core.errors import Forbidden
from portal.core.permissions import Permission
from portal.manuals import actions
from portal.manuals.forms import ChangeForm, DiscardForm
from portal.manuals.models import ManualEdition
from portal.manuals.scope import may_correct
from portal.manuals.states import ChangeSize
from portal.manuals.views.blueprint import bp, edition_at, edition_url
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

EDITION = "/<code>/editions/<int:number>"


def _own_at(code: str, number: int) -> ManualEdition:
    found = edition_at(code, number)
    if not may_correct(found.author_id, current_actor()):
        raise Forbidden
    return found


@bp.route(f"{EDITION}/change", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def change(code: str, number: int) -> ResponseReturnValue:
    edition = locked(_own_at(code, number))
    form = ChangeForm(data={"size": edition.size.value, "change_note": edition.change_note})
    if form.validate_on_submit():
        with form.refusals():
            size, why = ChangeSize(form.size.data), form.change_note.data
            actions.correct_change(edition, size, why, actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(edition_url(edition))
    return page("manuals/change.html", form=form, edition=edition)


@bp.route(f"{EDITION}/discard", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def discard(code: str, number: int) -> ResponseReturnValue:
    edition = _own_at(code, number)
    form = DiscardForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.discard_edition(edition, form.note.data, actor=current_actor(), now=clock.now())
            flash(_("제%(number)d판을 더 쓰지 않습니다. 새 판을 시작할 수 있습니다.", number=number))
            return redirect(edition_url(edition))
    return page("manuals/discard.html", form=form, edition=edition)
