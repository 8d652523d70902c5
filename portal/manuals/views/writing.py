"""Pages on which a draft is written: its text, its steps."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.core import clock
from portal.core.permissions import Permission
from portal.manuals import actions
from portal.manuals.forms import DraftForm, ManualForm, SectionForm, StepForm
from portal.manuals.queries import edition_to_begin_with, get_manual, step_of
from portal.manuals.states import ChangeSize
from portal.manuals.views.blueprint import bp, edition_url, section_at
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

SECTION = "/<code>/editions/<int:number>/<kind>"


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def new_manual() -> ResponseReturnValue:
    form = ManualForm()
    if form.validate_on_submit():
        with form.refusals():
            edition = actions.create_manual(form.code.data, form.title.data, actor=current_actor(), now=clock.now())
            flash(_("매뉴얼을 만들었습니다. 첫 판의 내용을 적어 주십시오."))
            return redirect(edition_url(edition))
    return page("manuals/new_manual.html", form=form)


@bp.route("/<code>/new-edition", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def new_edition(code: str) -> ResponseReturnValue:
    manual = get_manual(code)
    form = DraftForm()
    if form.validate_on_submit():
        with form.refusals():
            edition = actions.draft_edition(
                manual, form.change_note.data, size=ChangeSize(form.size.data), actor=current_actor(), now=clock.now()
            )
            flash(_("새 판을 만들었습니다. 바꿀 곳을 고쳐 주십시오."))
            return redirect(edition_url(edition))
    begins = edition_to_begin_with(manual.id)
    return page("manuals/new_edition.html", form=form, manual=manual, begins=begins)


@bp.route(f"{SECTION}/edit", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def edit_section(code: str, number: int, kind: str) -> ResponseReturnValue:
    section = section_at(code, number, kind)
    locked(section, after=section.edition)
    form = SectionForm(obj=section)
    if form.validate_on_submit():
        with form.refusals():
            heading, body = form.heading.data, form.body.data
            actions.save_section(section, heading, body, actor=current_actor(), now=clock.now())
            form.flash_saved(_("‘%(heading)s’ 내용을 저장했습니다.", heading=section.heading))
            return redirect(edition_url(section.edition, section))
    return page("manuals/edit_section.html", form=form, section=section)


@bp.route(f"{SECTION}/steps/new", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def new_step(code: str, number: int, kind: str) -> ResponseReturnValue:
    section = section_at(code, number, kind)
    form = StepForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_step(section, form.values(), actor=current_actor(), now=clock.now())
            flash(_("단계를 더했습니다."))
            return redirect(edition_url(section.edition, section))
    return page("manuals/edit_step.html", form=form, section=section, step=None)


@bp.route(f"{SECTION}/steps/<uuid:step_id>", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def edit_step(code: str, number: int, kind: str, step_id: UUID) -> ResponseReturnValue:
    section = section_at(code, number, kind)
    step = locked(step_of(section, step_id), after=section.edition)
    form = StepForm(obj=step, paper=step.form)
    if form.validate_on_submit():
        with form.refusals():
            actions.save_step(step, form.values(), actor=current_actor(), now=clock.now())
            form.flash_saved(_("단계를 저장했습니다."))
            return redirect(edition_url(section.edition, section))
    return page("manuals/edit_step.html", form=form, section=section, step=step)


@bp.post(f"{SECTION}/steps/<uuid:step_id>/move-<direction>")
@requires(Permission.MANUAL_WRITE)
def move_step(code: str, number: int, kind: str, step_id: UUID, direction: str) -> ResponseReturnValue:
    section = section_at(code, number, kind)
    places = -1 if direction == "up" else 1
    actions.move_step(step_of(section, step_id), places, actor=current_actor(), now=clock.now())
    return redirect(edition_url(section.edition, section))


@bp.post(f"{SECTION}/steps/<uuid:step_id>/remove")
@requires(Permission.MANUAL_WRITE)
def remove_step(code: str, number: int, kind: str, step_id: UUID) -> ResponseReturnValue:
    section = section_at(code, number, kind)
    step = step_of(section, step_id)
    name = step.name
    actions.remove_step(step, actor=current_actor(), now=clock.now())
    flash(_("‘%(name)s’ 단계를 뺐습니다. 앞 판에는 그대로 있습니다.", name=name))
    return redirect(edition_url(section.edition, section))
