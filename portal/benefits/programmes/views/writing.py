"""Pages on which the office opens a programme, writes an edition, lets it count, and ends a programme."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.benefits.programmes import actions, queries
from portal.benefits.programmes.forms import ProgrammeForm, edition_form
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.views.blueprint import bp, draft_at, edition_url
from portal.benefits.programmes.views.presentation import Origin, changes_between, origin
from portal.benefits.programmes.views.reading import service_names, today
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import all_services
from portal.consortium.catalogue.states import ServiceGroup
from portal.core import clock
from portal.core.dates import first_of_next_month
from portal.core.editions import EditionState
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.editions import DraftForm, EndForm, edition_words
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _

EDITION = "/editions/<uuid:edition_id>"


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_MANAGE)
def new_programme() -> ResponseReturnValue:
    form = ProgrammeForm(starts_on=first_of_next_month(today()))
    if form.validate_on_submit():
        with form.refusals():
            actor, now = current_actor(), clock.now()
            opened = actions.open_programme(form.details, actor=actor, now=now)
            draft = actions.draft_edition(opened, form.starts_on.data, actor=actor, now=now)
            flash(_("사업을 만들었습니다. 첫 판의 규칙을 적어 주십시오."))
            return redirect(f"{edition_url(draft)}/edit")
    return page("programmes/new.html", form=form)


@bp.route("/<uuid:programme_id>/editions/new", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_MANAGE)
def new_edition(programme_id: UUID) -> ResponseReturnValue:
    programme = queries.get_programme(programme_id)
    bases = {
        str(each.id): each
        for each in queries.editions_of(programme, viewer=current_actor())
        if each.state is not EditionState.DISCARDED
    }
    form = DraftForm(starts_on=first_of_next_month(today()))
    form.offer(bases.values())
    if form.validate_on_submit():
        with form.refusals():
            base = bases.get(form.base.data)
            starts_on, actor, now = form.starts_on.data, current_actor(), clock.now()
            draft = actions.draft_edition(programme, starts_on, based_on=base, actor=actor, now=now)
            flash(_("새 판을 만들었습니다. 바뀌는 규칙을 고쳐 주십시오."))
            return redirect(f"{edition_url(draft)}/edit")
    return page("programmes/new_edition.html", form=form, programme=queries.get_programme(programme_id))


@bp.route(f"{EDITION}/edit", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_MANAGE)
def edit_edition(edition_id: UUID) -> ResponseReturnValue:
    edition = draft_at(edition_id)
    locked(edition, after=edition.programme)
    services = services_for(edition)
    form = edition_form(edition, services)
    if form.validate_on_submit():
        with form.refusals():
            text = form.text(edition.rules)
            actions.edit_edition(edition, text, actor=current_actor(), now=clock.now())
            form.flash_saved(_("저장했습니다. 아직 발행하지 않아 아무에게도 적용되지 않습니다."))
            return redirect(edition_url(edition))
    kept = draft_at(edition_id)
    return page(
        "programmes/edit.html",
        form=form,
        edition=kept,
        services=services,
        settings={name for name in kept.rules.settings if origin(kept.rules, name) is Origin.SETTING},
    )


def services_for(edition: ProgrammeEdition) -> list[Service]:
    """What an edition may pay: services counted by the unit, and whatever it pays already."""
    paid = set(edition.rules.services)
    return [
        service
        for service in all_services()
        if service.code in paid or (service.group is not ServiceGroup.CARE_SOS_LINKED and service.withdrawn_on is None)
    ]


@bp.route(f"{EDITION}/publish", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_MANAGE)
def publish_edition(edition_id: UUID) -> ResponseReturnValue:
    edition, form = draft_at(edition_id), ActionForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.publish_edition(edition, actor=current_actor(), now=clock.now())
            flash(_("발행했습니다. %(words)s 이 규칙으로 셈합니다.", words=edition_words(edition)))
            return redirect(edition_url(edition))
    edition = draft_at(edition_id)
    before = queries.edition_on(edition.programme, edition.starts_on)
    return page(
        "programmes/publish.html",
        form=form,
        edition=edition,
        before=before,
        before_words=edition_words(before) if before else "",
        after_words=edition_words(edition),
        changes=changes_between(before.rules, edition.rules, service_names()) if before else [],
        today=today(),
    )


@bp.post(f"{EDITION}/discard")
@requires(Permission.PROGRAMME_MANAGE)
def discard_edition(edition_id: UUID) -> ResponseReturnValue:
    edition = draft_at(edition_id)
    actions.discard_edition(edition, actor=current_actor(), now=clock.now())
    flash(_("쓰던 판을 버렸습니다. 목록에는 남습니다."))
    return redirect(edition_url(edition))


@bp.route("/<uuid:programme_id>/end", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_MANAGE)
def end_programme(programme_id: UUID) -> ResponseReturnValue:
    programme, form = queries.get_programme(programme_id), EndForm()
    if form.validate_on_submit():
        with form.refusals():
            edition = actions.end_programme(programme, form.last_day.data, actor=current_actor(), now=clock.now())
            flash(_("사업이 끝나는 날을 정했습니다. 그날까지의 이용은 그대로 셈합니다."))
            return redirect(f"{edition_url(edition)}")
    return page("programmes/end.html", form=form, programme=queries.get_programme(programme_id))
