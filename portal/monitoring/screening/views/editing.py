"""The editions of the questionnaire: reading them, writing a new one, publishing it."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.core import clock
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.screening import editing, editions
from portal.monitoring.screening.forms import QuestionnaireForm, edition_values
from portal.monitoring.screening.models import ScreeningEdition
from portal.monitoring.screening.presentation import edition_rows
from portal.monitoring.screening.views.blueprint import bp
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm, new_form_key
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("/screenings/editions")
@requires(Permission.SCREENING_WRITE)
def all_editions() -> ResponseReturnValue:
    return page(
        "screening/editions.html",
        in_force=editions.questionnaire_in_force(),
        rows=edition_rows(),
        draft=editions.draft_edition(),
        act=ActionForm(),
    )


@bp.get("/screenings/editions/<int:number>")
@requires(Permission.SCREENING_WRITE)
def edition(number: int) -> ResponseReturnValue:
    return page("screening/edition.html", edition=editions.questionnaire(number))


@bp.post("/screenings/editions")
@requires(Permission.SCREENING_MANAGE)
def begin() -> ResponseReturnValue:
    begun = editing.begin_edition(actor=current_actor(), now=clock.now())
    return redirect(url_for(".edit", number=begun.number))


@bp.route("/screenings/editions/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.SCREENING_MANAGE)
def edit(number: int) -> ResponseReturnValue:
    found = locked(editions.edition_of(number))
    form = QuestionnaireForm(data=edition_values(found))
    if "add" in request.form:
        form.add_row()
        form.form_key.data = new_form_key()
        return page("screening/edit.html", form=form, edition=found, act=ActionForm())
    if form.validate_on_submit():
        with form.refusals():
            editing.write_edition(
                found,
                form.asked,
                high_from=form.high_from.data,
                middle_from=form.middle_from.data,
                actor=current_actor(),
                now=clock.now(),
            )
            form.flash_saved(_("판을 저장했습니다. 펴내기 전에는 쓰이지 않습니다."))
            return redirect(url_for(".edit", number=number))
    return page("screening/edit.html", form=form, edition=found, act=ActionForm())


@bp.post("/screenings/editions/<int:number>/publish")
@requires(Permission.SCREENING_MANAGE)
def publish(number: int) -> ResponseReturnValue:
    found = locked(editions.edition_of(number))
    editing.publish_edition(found, actor=current_actor(), now=clock.now())
    flash(_("%(number)d판을 펴냈습니다. 지금부터 이 판으로 묻습니다.", number=number))
    return redirect(url_for(".all_editions"))


def link_to_edition(edition_id: UUID) -> links.Link | None:
    found = db.session.get(ScreeningEdition, edition_id)
    if found is None or not current_actor().can(Permission.SCREENING_WRITE):
        return None
    words = _("고립 위험 점검지 %(number)d판", number=found.number)
    return links.Link(words, url_for("screening.edition", number=found.number))
