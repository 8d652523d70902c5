"""The editions of an item: added, fetched, and their files taken away."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.library import actions, queries
from portal.consortium.library.fetching import count_fetch, fetches_by_day
from portal.consortium.library.files import FILES
from portal.consortium.library.forms import FileGoneForm, LibraryEditionForm
from portal.consortium.library.models import LibraryEdition
from portal.consortium.library.views.blueprint import bp
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.forms import prepared_upload, sealed_upload
from portal.documents.sent import Sent
from portal.documents.views import added_file
from portal.web.access import current_actor, requires
from portal.web.early import prepares
from portal.web.handing import Inside, hands_out
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

EDITIONS = "/<uuid:item_id>/editions"
PUBLISHED = "published already, and nobody appears in it; where somebody does it leads to the file that is asked about"
WITH_PERSONS = N_("보도·홍보 자료")


def sealed(**_place: object) -> Sent | None:
    current_actor().require(Permission.LIBRARY_MANAGE)
    return sealed_upload(FILES)


@bp.route(f"{EDITIONS}/new", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
@prepares(sealed)
def add_edition(item_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_item(item_id, viewer=actor)
    form = LibraryEditionForm(found.kind, data={"dated_on": clock.day_of(now)})
    if form.validate_on_submit():
        with form.refusals():
            told, counted = (form.dated_on.data, form.change.data), form.data.get("appearing")
            actions.add_edition(found, prepared_upload(), *told, appearing=counted, actor=actor, now=now)
            flash(_("새 판을 올렸습니다. 앞 판은 그대로 있습니다."))
            return redirect(_editions_of(item_id))
    return page("library/add_edition.html", form=form, item=found)


@bp.get(f"{EDITIONS}/<uuid:edition_id>")
@requires(Permission.LIBRARY_READ)
@hands_out(Inside.NOBODY, PUBLISHED)
def edition(item_id: UUID, edition_id: UUID) -> ResponseReturnValue:
    """To be saved, never shown."""
    found = _to_fetch(item_id, edition_id)
    if found.item.appearing:
        return redirect(url_for(".edition_with_persons", item_id=item_id, edition_id=edition_id))
    return _file(found)


def _appearing(item_id: UUID, edition_id: UUID) -> int:
    return _to_fetch(item_id, edition_id).item.appearing or 0


@bp.get(f"{EDITIONS}/<uuid:edition_id>/press")
@requires(Permission.LIBRARY_READ)
@hands_out(Inside.PERSONS, WITH_PERSONS, count=_appearing)
def edition_with_persons(item_id: UUID, edition_id: UUID) -> ResponseReturnValue:
    return _file(_to_fetch(item_id, edition_id))


@bp.get("/<uuid:item_id>/fetches")
@requires(Permission.LIBRARY_MANAGE)
def fetches(item_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    item = queries.get_item(item_id, viewer=actor)
    return page("library/fetches.html", item=item, found=fetches_by_day(item, viewer=actor, page=page_number()))


@bp.route(f"{EDITIONS}/<uuid:edition_id>/removal", methods=["GET", "POST"])
@requires(Permission.LIBRARY_MANAGE)
def remove_file(item_id: UUID, edition_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_edition(item_id, edition_id, viewer=actor)
    form = FileGoneForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.remove_file(found, form.why.data, actor=actor, now=clock.now())
            flash(_("파일을 없앴습니다. 판의 번호와 까닭은 남습니다."))
            return redirect(_editions_of(item_id))
    return page("library/remove_file.html", form=form, edition=found)


def _to_fetch(item_id: UUID, edition_id: UUID) -> LibraryEdition:
    today = clock.day_of(clock.now())
    return queries.edition_to_fetch(item_id, edition_id, viewer=current_actor(), today=today)


def _file(found: LibraryEdition) -> ResponseReturnValue:
    name = _("%(title)s 제%(number)d판", title=found.title, number=found.number)
    response = added_file(FILES.store(), found, name)
    if request.method == "GET":
        count_fetch(found.id, clock.day_of(clock.now()))
    return response


def _editions_of(item_id: UUID) -> str:
    return url_for("library.item", item_id=item_id, _anchor="editions")
