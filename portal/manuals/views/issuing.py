"""Pages on which an edition is submitted, reviewed, returned, issued and called off."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.accounts.queries import users_who_may
from portal.core import clock
from portal.core.permissions import Permission
from portal.manuals import actions
from portal.manuals.forms import CallOffForm, PublishForm, ReturnForm, SubmitForm
from portal.manuals.models import ManualEdition
from portal.manuals.rules import a_year_after
from portal.manuals.states import ChangeSize
from portal.manuals.views.blueprint import bp, edition_at, edition_url
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

EDITION = "/<code>/editions/<int:number>"


@bp.route(f"{EDITION}/submit", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def submit(code: str, number: int) -> ResponseReturnValue:
    edition = edition_at(code, number)
    form = SubmitForm()
    form.offer(actions.reviewers_of(edition))
    if form.validate_on_submit():
        with form.refusals():
            actions.submit_edition(edition, UUID(form.reviewer.data), actor=current_actor(), now=clock.now())
            flash(_("검토를 부탁했습니다. 고른 분의 할 일에 오릅니다."))
            return redirect(edition_url(edition))
    return page("manuals/submit.html", form=form, edition=edition)


@bp.post(f"{EDITION}/review")
@requires(Permission.MANUAL_WRITE)
def review(code: str, number: int) -> ResponseReturnValue:
    edition = edition_at(code, number)
    actions.review_edition(edition, actor=current_actor(), now=clock.now())
    flash(_("검토를 마쳤습니다. 이제 사무국이 승인할 수 있습니다."))
    return redirect(edition_url(edition))


@bp.route(f"{EDITION}/return", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def give_back(code: str, number: int) -> ResponseReturnValue:
    edition = edition_at(code, number)
    form = ReturnForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.return_edition(edition, form.note.data, actor=current_actor(), now=clock.now())
            flash(_("고칠 점을 적어 돌려주었습니다."))
            return redirect(edition_url(edition))
    return page("manuals/return.html", form=form, edition=edition)


@bp.route(f"{EDITION}/publish", methods=["GET", "POST"])
@requires(Permission.MANUAL_APPROVE)
def publish(code: str, number: int) -> ResponseReturnValue:
    edition, now = edition_at(code, number), clock.now()
    form = PublishForm(**_as_usual(edition, clock.day_of(now) + timedelta(days=1)))
    form.offer_owners(users_who_may(Permission.MANUAL_WRITE))
    form.offer([each for members in actions.MEMBERS for each in members(clock.day_of(now))])
    if form.validate_on_submit() and form.effective_on.data:
        with form.refusals():
            on, asking, look = form.effective_on.data, form.asking(), form.look()
            actions.publish_edition(edition, on, asking, look=look, actor=current_actor(), now=now)
            flash(_("제%(number)d판을 발행했습니다. 시행일이 되면 저절로 시행됩니다.", number=edition.number))
            return redirect(edition_url(edition))
    return page("manuals/publish.html", form=form, edition=edition, is_major=edition.size is ChangeSize.MAJOR)


def _as_usual(edition: ManualEdition, effective_on: date) -> dict[str, Any]:
    """In force from tomorrow on, and looked at again in a year by whoever looks after it, else by its author."""
    owner = edition.manual.owner_id or edition.author_id
    return {"effective_on": effective_on, "owner": str(owner), "look_again_on": a_year_after(effective_on)}


@bp.route(f"{EDITION}/call-off", methods=["GET", "POST"])
@requires(Permission.MANUAL_APPROVE)
def call_off(code: str, number: int) -> ResponseReturnValue:
    edition = edition_at(code, number)
    form = CallOffForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.call_edition_off(edition, form.note.data, actor=current_actor(), now=clock.now())
            flash(_("제%(number)d판을 시행하지 않습니다. 새 판은 이 판의 글에서 시작합니다.", number=edition.number))
            return redirect(edition_url(edition))
    return page("manuals/call_off.html", form=form, edition=edition)
