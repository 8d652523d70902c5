"""The page on which somebody is named who looks at a manual again."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import users_who_may
from portal.audit.steps import locked
from portal.core import clock
from portal.core.permissions import Permission
from portal.manuals import actions
from portal.manuals.forms import NextLookForm
from portal.manuals.queries import get_manual
from portal.manuals.views.blueprint import bp
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _


@bp.route("/<code>/next-look", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def next_look(code: str) -> ResponseReturnValue:
    manual = locked(get_manual(code))
    owner = str(manual.owner_id) if manual.owner_id else ""
    form = NextLookForm(data={"owner": owner, "look_again_on": manual.look_again_on})
    form.offer_owners(users_who_may(Permission.MANUAL_WRITE))
    if form.validate_on_submit() and form.look_again_on.data:
        with form.refusals():
            owner_id, on = UUID(form.owner.data), form.look_again_on.data
            actions.set_next_look(manual, owner_id, on, actor=current_actor(), now=clock.now())
            form.flash_saved(_("다시 볼 날을 정했습니다."))
            return redirect(back_or(url_for("manuals.manual", code=code)))
    return page("manuals/next_look.html", form=form, manual=manual)
