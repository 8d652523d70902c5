"""Pages on which the office opens a policy, writes an edition, lets it count, and ends a policy."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.benefits.programmes.queries import programme_names, programmes
from portal.core import clock
from portal.core.dates import first_of_next_month
from portal.core.editions import EditionState
from portal.core.permissions import Permission
from portal.monitoring.duties import actions, queries
from portal.monitoring.duties.forms import PolicyForm, edition_form
from portal.monitoring.duties.presentation import changes_between
from portal.monitoring.duties.previewing import preview
from portal.monitoring.duties.views.blueprint import bp, draft_at, edition_url
from portal.monitoring.duties.views.policies import today
from portal.web.access import current_actor, requires
from portal.web.editions import DraftForm, EndForm, edition_words
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _

EDITION = "/editions/<uuid:edition_id>"


@bp.route("/policies/new", methods=["GET", "POST"])
@requires(Permission.POLICY_MANAGE)
def new_policy() -> ResponseReturnValue:
    form = PolicyForm(starts_on=first_of_next_month(today()))
    if form.validate_on_submit():
        with form.refusals():
            actor, now = current_actor(), clock.now()
            opened = actions.open_policy(form.details, actor=actor, now=now)
            draft = actions.draft_edition(opened, form.starts_on.data, actor=actor, now=now)
            flash(_("기준을 만들었습니다. 첫 판에 할 일을 적어 주십시오."))
            return redirect(f"{edition_url(draft)}/edit")
    return page("duties/new.html", form=form)


@bp.route("/policies/<uuid:policy_id>/editions/new", methods=["GET", "POST"])
@requires(Permission.POLICY_MANAGE)
def new_edition(policy_id: UUID) -> ResponseReturnValue:
    policy = queries.get_policy(policy_id)
    bases = {
        str(each.id): each
        for each in queries.editions_of(policy, viewer=current_actor())
        if each.state is not EditionState.DISCARDED
    }
    form = DraftForm(starts_on=first_of_next_month(today()))
    form.offer(bases.values())
    if form.validate_on_submit():
        with form.refusals():
            base = bases.get(form.base.data)
            starts_on, actor, now = form.starts_on.data, current_actor(), clock.now()
            draft = actions.draft_edition(policy, starts_on, based_on=base, actor=actor, now=now)
            flash(_("새 판을 만들었습니다. 바뀌는 규칙을 고쳐 주십시오."))
            return redirect(f"{edition_url(draft)}/edit")
    return page("duties/new_edition.html", form=form, policy=queries.get_policy(policy_id))


@bp.route(f"{EDITION}/edit", methods=["GET", "POST"])
@requires(Permission.POLICY_MANAGE)
def edit_edition(edition_id: UUID) -> ResponseReturnValue:
    edition = draft_at(edition_id)
    locked(edition, after=edition.policy)
    form = edition_form(edition, [(each.code, each.name) for each in programmes()])
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_edition(edition, form.text, actor=current_actor(), now=clock.now())
            form.flash_saved(_("저장했습니다. 아직 발행하지 않아 아무에게도 적용되지 않습니다."))
            return redirect(edition_url(edition))
    return page("duties/edit.html", form=form, edition=draft_at(edition_id))


@bp.route(f"{EDITION}/publish", methods=["GET", "POST"])
@requires(Permission.POLICY_MANAGE)
def publish_edition(edition_id: UUID) -> ResponseReturnValue:
    """With what it would ask of the households that are in care now."""
    edition, form = draft_at(edition_id), ActionForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.publish_edition(edition, actor=current_actor(), now=clock.now())
            flash(_("발행했습니다. %(words)s 이 기준을 따릅니다.", words=edition_words(edition)))
            return redirect(edition_url(edition))
    edition = draft_at(edition_id)
    before = queries.edition_on(edition.policy, edition.starts_on)
    found, looked_at, has_more = preview(edition, clock.now())
    return page(
        "duties/publish.html",
        form=form,
        edition=edition,
        before=before,
        before_words=edition_words(before) if before else "",
        after_words=edition_words(edition),
        rows=changes_between(before.rules, edition.rules, programme_names()) if before else [],
        found=found,
        looked_at=looked_at,
        has_more=has_more,
    )


@bp.post(f"{EDITION}/discard")
@requires(Permission.POLICY_MANAGE)
def discard_edition(edition_id: UUID) -> ResponseReturnValue:
    edition = draft_at(edition_id)
    actions.discard_edition(edition, actor=current_actor(), now=clock.now())
    flash(_("쓰던 판을 버렸습니다. 목록에는 남습니다."))
    return redirect(edition_url(edition))


@bp.route("/policies/<uuid:policy_id>/end", methods=["GET", "POST"])
@requires(Permission.POLICY_MANAGE)
def end_policy(policy_id: UUID) -> ResponseReturnValue:
    policy, form = queries.get_policy(policy_id), EndForm()
    if form.validate_on_submit():
        with form.refusals():
            edition = actions.end_policy(policy, form.last_day.data, actor=current_actor(), now=clock.now())
            flash(_("기준이 끝나는 날을 정했습니다. 그 뒤에는 아무것도 묻지 않습니다."))
            return redirect(edition_url(edition))
    return page("duties/end.html", form=form, policy=queries.get_policy(policy_id))
