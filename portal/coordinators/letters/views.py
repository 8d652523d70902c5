"""Where a resident writes a letter of thanks, and the wall on which the consortium reads them."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.coordinators.letters import actions, queries
from portal.coordinators.letters.forms import LetterForm
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.photos import letter_store, sealed_photo
from portal.core import clock
from portal.core.dates import format_day
from portal.core.errors import Forbidden, NotFound
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.images import MAX_BYTES, clean_photo
from portal.documents.sealing import SealedFile
from portal.documents.views import stored_file
from portal.residents.households.models import Person
from portal.residents.households.queries import person_of_user
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.forms import ActionForm
from portal.web.handing import Inside, hands_out
from portal.web.pages import page, page_number
from portal.web.several import Planned, act_on_each, chosen_ids, tell_refused
from portal.web.words import gettext as _

bp = Blueprint("letters", __name__)
MAY_HANG = N_("벽에 걸 수 있습니다.")
MAY_NOT_HANG = N_("벽에 걸지 못합니다. 보여 드려도 된다고 하지 않으셨습니다.")
HUNG, TAKEN_DOWN = N_("%(count)d통을 벽에 걸었습니다: %(names)s."), N_("%(count)d통을 내려놓았습니다: %(names)s.")


def _own_person() -> Person:
    user_id = current_actor().user_id
    person = person_of_user(user_id) if user_id else None
    if person is None:
        raise NotFound
    return person


def _sealed_photo() -> SealedFile | None:
    """The photograph that a resident sent along, without place, time and camera."""
    if not current_actor().can(Permission.MY_FILE):
        raise Forbidden
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return None
    return sealed_photo(clean_photo(sent.stream.read(MAX_BYTES + 1), field="photo"))


@bp.route("/my/letters/new", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
@prepares(_sealed_photo)
def write() -> ResponseReturnValue:
    person, form = _own_person(), LetterForm()
    form.offer(queries.members_that_came(person.household_id))
    if form.validate_on_submit():
        with form.refusals():
            letter = actions.write_letter(
                person,
                UUID(form.organisation.data),
                form.words.data,
                may_show=form.may_show.data,
                actor=current_actor(),
                now=clock.now(),
                photo=prepared(),
            )
            flash(_("편지를 받았습니다. 고맙습니다."))
            return redirect(url_for(".own", letter_id=letter.id))
    return page("letters/write.html", form=form)


@bp.get("/my/letters/<uuid:letter_id>")
@requires(Permission.MY_FILE)
def own(letter_id: UUID) -> ResponseReturnValue:
    found = queries.own_letter(letter_id, viewer=current_actor())
    return page("letters/own.html", letter=found, act=ActionForm())


@bp.get("/my/letters/<uuid:letter_id>/photo")
@requires(Permission.MY_FILE)
@hands_out(Inside.OWN, "the photograph that they sent themselves")
def own_photo(letter_id: UUID) -> ResponseReturnValue:
    return _photo(queries.own_letter(letter_id, viewer=current_actor()))


@bp.post("/my/letters/<uuid:letter_id>/take-down")
@requires(Permission.MY_FILE)
def take_back(letter_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.take_down_letter(queries.own_letter(letter_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("편지를 거두었습니다. 이제 다른 분이 읽지 않습니다."))
    return redirect(url_for(".own", letter_id=letter_id))


@bp.get("/letters")
@requires(Permission.LETTER_READ)
def wall() -> ResponseReturnValue:
    actor = current_actor()
    received = queries.received_letters(actor)
    return page(
        "letters/wall.html",
        found=queries.wall(actor, page_number()),
        received=received,
        all_chosen="all" in request.args,
        act=ActionForm(),
    )


@bp.get("/letters/<uuid:letter_id>/photo")
@requires(Permission.LETTER_READ)
@hands_out(Inside.SHOWN, "hangs on the wall of letters, which the writer allowed")
def photo(letter_id: UUID) -> ResponseReturnValue:
    return _photo(queries.get_letter(letter_id, viewer=current_actor()))


@bp.post("/letters/<uuid:letter_id>/show")
@requires(Permission.LETTER_MANAGE)
def show(letter_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.show_letter(queries.get_letter(letter_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("편지를 벽에 걸었습니다."))
    return redirect(url_for(".wall"))


@bp.post("/letters/<uuid:letter_id>/take-down")
@requires(Permission.LETTER_MANAGE)
def take_down(letter_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.take_down_letter(queries.get_letter(letter_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("편지를 내려놓았습니다."))
    return redirect(url_for(".wall"))


@bp.route("/letters/several", methods=["GET", "POST"])
@requires(Permission.LETTER_MANAGE)
def several() -> ResponseReturnValue:
    """Says which were chosen and which of them may hang, then hangs or takes down all of them."""
    actor, now, form = current_actor(), clock.now(), ActionForm()
    found = queries.letters_among(chosen_ids(), viewer=actor)
    if not found:
        flash(_("고른 편지가 없습니다. 목록에서 먼저 골라 주십시오."), "warning")
        return redirect(url_for(".wall"))
    if form.validate_on_submit():
        is_shown = "show" in request.form
        act = actions.show_letter if is_shown else actions.take_down_letter
        done = act_on_each(found, lambda letter: act(letter, actor=actor, now=now), _name)
        if done.done:
            flash(_(HUNG if is_shown else TAKEN_DOWN, count=len(done.done), names=done.names))
        tell_refused(done)
        return redirect(url_for(".wall"))
    planned = [Planned(_name(each), _(MAY_HANG if each.may_show else MAY_NOT_HANG)) for each in found]
    return page("letters/several.html", form=form, letters=found, planned=planned)


def _name(letter: Letter) -> str:
    written_on = format_day(clock.day_of(letter.written_at))
    return _("%(name)s 님이 %(day)s에 쓰신 편지", name=mask_name(letter.person.name), day=written_on)


def _photo(letter: Letter) -> Response:
    """Never kept by browsers."""
    if not letter.photo_name:
        raise NotFound
    response = stored_file(letter_store(), letter.photo_name, letter.id, "image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response


def link_to_letter(letter_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_letter, letter_id)
    return links.Link(_("고맙다는 편지"), url_for("letters.wall")) if found else None
