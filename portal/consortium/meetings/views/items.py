"""Pages on which a point of the agenda is recorded: what was said, decided and is to be done."""

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.meetings import actions, queries, undone
from portal.consortium.meetings.forms import (
    DecisionForm,
    DiscussionForm,
    ItemForm,
    RecordForm,
    TaskForm,
    decision_values,
    task_values,
)
from portal.consortium.meetings.models import AgendaItem
from portal.consortium.meetings.rules import has_begun
from portal.consortium.meetings.views.blueprint import bp, item_at, item_url, meeting_at, meeting_url
from portal.core import clock
from portal.core.dates import format_clock
from portal.core.errors import Conflict
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.forms import translated
from portal.web.once import repeatable
from portal.web.pages import page
from portal.web.words import gettext as _

ITEM = "/<uuid:meeting_id>/items/<uuid:item_id>"


@bp.route("/<uuid:meeting_id>/items/new", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def add_item(meeting_id: UUID) -> ResponseReturnValue:
    meeting = meeting_at(meeting_id)
    form = ItemForm()
    if form.validate_on_submit():
        with form.refusals():
            title, planned = form.title.data, form.planned_minutes.data
            actions.add_item(meeting, title, planned_minutes=planned, actor=current_actor(), now=clock.now())
            flash(_("안건을 더했습니다."))
            return redirect(meeting_url(meeting, "agenda"))
    return page("meetings/add_item.html", form=form, meeting=meeting)


@bp.post("/<uuid:meeting_id>/waiting/<uuid:proposal_id>/take-up")
@requires(Permission.MEETING_MANAGE)
def take_up(meeting_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    meeting = meeting_at(meeting_id)
    proposal = queries.get_waiting(meeting, proposal_id)
    actions.take_up(meeting, proposal, actor=current_actor(), now=clock.now())
    flash(_("안건에 올렸습니다."))
    return redirect(meeting_url(meeting, "agenda"))


def _held(meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """The point as it is kept, after its meeting: whoever starts, moves or removes points holds that first."""
    item = item_at(meeting_id, item_id)
    return locked(item, after=item.meeting)


@bp.route(ITEM, methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def record(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    item, now = _held(meeting_id, item_id), clock.now()
    form = RecordForm(obj=item)
    form.offer_owners(item.meeting.attendees)
    if form.validate_on_submit():
        with form.refusals():
            _write(item, form)
            form.flash_saved(_("저장했습니다."))
            return redirect(item_url(item))
    before, after = queries.neighbours(item)
    started, looks_back = has_begun(item.meeting, now=now), item.source_kind == queries.LOOKS_BACK
    return page(
        "meetings/record.html",
        before=before,
        after=after,
        form=form,
        meeting=item.meeting,
        item=item,
        now=now,
        started=started,
        people=len((queries.attending if started else queries.voters)(item.meeting)),
        unfinished=undone.left_undone(item.meeting.kind) if looks_back else [],
        ended=undone.done_since_last(item.meeting.kind) if looks_back else [],
    )


def _write(item: AgendaItem, form: RecordForm) -> None:
    """Everything on the page at once, so that no button loses what stands in another field."""
    actor, now = current_actor(), clock.now()
    title, discussion = form.title.data, form.discussion.data
    actions.write_item(item, title, discussion, beside=form.beside(), actor=actor, now=now)
    decided, to_do = form.decided(item.meeting), form.to_do()
    if decided is not None:
        actions.add_decision(item, decided, actor=actor, now=now)
    if to_do is not None:
        actions.add_task(item, to_do, actor=actor, now=now)
    match request.form.get("clock"):
        case "start":
            actions.start_point(item, actor=actor, now=now)
        case "end":
            actions.end_point(item, actor=actor, now=now)


@bp.post(f"{ITEM}/draft")
@requires(Permission.MEETING_MANAGE)
@repeatable("saves the same text again")
def save_draft(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Keeps what is being typed; answers what the page has shown by then, 409 when somebody else saved in between."""
    item = _held(meeting_id, item_id)
    form = DiscussionForm(obj=item)
    if not form.validate_on_submit():
        words = " ".join(map(str, form.discussion.errors or form.form_errors))
        return {"words": words}, 409 if form.differences else 422
    try:
        actions.save_discussion(item, form.discussion.data, actor=current_actor())
    except Conflict as conflict:
        return {"words": translated(conflict)}, 409
    form.was_kept()
    return {"shown": form.shown.data, "words": _("%(at)s에 저장했습니다.", at=format_clock(clock.now()))}


@bp.post(f"{ITEM}/move-<direction>")
@requires(Permission.MEETING_MANAGE)
def move_item(meeting_id: UUID, item_id: UUID, direction: str) -> ResponseReturnValue:
    item = item_at(meeting_id, item_id)
    actions.move_item(item, -1 if direction == "up" else 1, actor=current_actor(), now=clock.now())
    return redirect(meeting_url(item.meeting, "agenda"))


@bp.post(f"{ITEM}/remove")
@requires(Permission.MEETING_MANAGE)
def remove_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    item = item_at(meeting_id, item_id)
    meeting = item.meeting
    actions.remove_item(item, actor=current_actor(), now=clock.now())
    flash(_("안건을 뺐습니다."))
    return redirect(meeting_url(meeting, "agenda"))


@bp.route(f"{ITEM}/decisions/<uuid:decision_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def edit_decision(meeting_id: UUID, item_id: UUID, decision_id: UUID) -> ResponseReturnValue:
    item = item_at(meeting_id, item_id)
    decision = locked(queries.get_decision(item, decision_id), after=item.meeting)
    form = DecisionForm(data=decision_values(decision))
    if form.validate_on_submit():
        with form.refusals():
            actions.change_decision(decision, form.outcome(item.meeting), actor=current_actor(), now=clock.now())
            form.flash_saved(_("결정을 고쳤습니다."))
            return redirect(item_url(item))
    return page("meetings/edit_decision.html", form=form, item=item, decision=decision)


@bp.post(f"{ITEM}/decisions/<uuid:decision_id>/remove")
@requires(Permission.MEETING_MANAGE)
def remove_decision(meeting_id: UUID, item_id: UUID, decision_id: UUID) -> ResponseReturnValue:
    item = item_at(meeting_id, item_id)
    actions.remove_decision(queries.get_decision(item, decision_id), actor=current_actor(), now=clock.now())
    flash(_("결정을 지웠습니다."))
    return redirect(item_url(item))


@bp.route(f"{ITEM}/tasks/<uuid:task_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def edit_task(meeting_id: UUID, item_id: UUID, task_id: UUID) -> ResponseReturnValue:
    item = item_at(meeting_id, item_id)
    task = locked(queries.get_task(item, task_id), after=item.meeting)
    form = TaskForm(data=task_values(task, item.meeting.attendees))
    form.offer_owners(item.meeting.attendees)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_task(task, form.outcome(), actor=current_actor(), now=clock.now())
            form.flash_saved(_("할 일을 고쳤습니다."))
            return redirect(item_url(item))
    return page("meetings/edit_task.html", form=form, item=item, task=task)


@bp.post(f"{ITEM}/tasks/<uuid:task_id>/remove")
@requires(Permission.MEETING_MANAGE)
def remove_task(meeting_id: UUID, item_id: UUID, task_id: UUID) -> ResponseReturnValue:
    item = item_at(meeting_id, item_id)
    actions.remove_task(queries.get_task(item, task_id), actor=current_actor(), now=clock.now())
    flash(_("할 일을 지웠습니다."))
    return redirect(item_url(item))
