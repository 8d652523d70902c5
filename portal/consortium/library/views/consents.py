"""Who appears in press and publicity, and what they agreed to: pages of the office alone."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.library import actions, queries
from portal.consortium.library.forms import ConsentForm, NewShownForm, ShownForm, WithdrawalForm
from portal.consortium.library.models import LibraryShown
from portal.consortium.library.rules import standing_of
from portal.consortium.library.states import ConsentStanding, LibraryKind, ShownKind
from portal.consortium.library.views.blueprint import bp
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

CONSENTS = "/<uuid:item_id>/consents"


def standing_today(shown: LibraryShown) -> ConsentStanding:
    return standing_of(shown.newest, clock.day_of(clock.now()))


@bp.route(f"{CONSENTS}/new", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def add_shown(item_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_item(item_id, viewer=actor)
    if found.kind is not LibraryKind.PRESS:
        raise NotFound
    form = NewShownForm()
    if form.validate_on_submit():
        with form.refusals():
            kind = ShownKind(form.kind.data)
            actions.note_shown(found, kind, form.name.data, form.consent, actor=actor, now=clock.now())
            flash(_("적었습니다."))
            return redirect(_consents_of(item_id))
    return page("library/shown.html", form=form, item=found, noted=None)


@bp.route(f"{CONSENTS}/<uuid:shown_id>", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def edit_shown(item_id: UUID, shown_id: UUID) -> ResponseReturnValue:
    noted = queries.get_shown(item_id, shown_id)
    locked(noted, after=noted.item)
    form = ShownForm(obj=noted)
    if form.validate_on_submit():
        with form.refusals():
            kind = ShownKind(form.kind.data)
            actions.change_shown(noted, kind, form.name.data, actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(_consents_of(item_id))
    return page("library/shown.html", form=form, item=noted.item, noted=noted)


@bp.route(f"{CONSENTS}/<uuid:shown_id>/consent", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def add_consent(item_id: UUID, shown_id: UUID) -> ResponseReturnValue:
    noted = queries.get_shown(item_id, shown_id)
    form = ConsentForm()
    if form.validate_on_submit() and form.consent is not None:
        with form.refusals():
            actions.note_consent(noted, form.consent, actor=current_actor(), now=clock.now())
            flash(_("동의를 적었습니다. 앞서 받은 동의는 그대로 남습니다."))
            return redirect(_consents_of(item_id))
    return page("library/consent.html", form=form, item=noted.item, noted=noted)


@bp.route(f"{CONSENTS}/<uuid:shown_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def withdraw_consent(item_id: UUID, shown_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    noted = queries.get_shown(item_id, shown_id)
    form = WithdrawalForm(data={"withdrawn_on": clock.day_of(now)})
    if form.validate_on_submit():
        with form.refusals():
            actions.withdraw_consent(noted, form.withdrawn_on.data, actor=current_actor(), now=now)
            flash(_("동의를 거둔 것으로 적었습니다. 파일과 주소를 더 내보내지 않습니다."))
            return redirect(_consents_of(item_id))
    return page("library/withdraw.html", form=form, item=noted.item, noted=noted)


@bp.post(f"{CONSENTS}/<uuid:shown_id>/strike")
@requires(Permission.LIBRARY_MANAGE)
def strike_shown(item_id: UUID, shown_id: UUID) -> ResponseReturnValue:
    noted = queries.get_shown(item_id, shown_id)
    actions.strike_shown(noted, actor=current_actor(), now=clock.now())
    flash(_("잘못 적은 것을 지웠습니다. 나오는 수도 틀렸으면 자료를 고쳐 바로잡습니다."))
    return redirect(_consents_of(item_id))


def _consents_of(item_id: UUID) -> str:
    return url_for("library.item", item_id=item_id, _anchor="consents")
