"""The page on which a decision opens a draft, and what decisions and editions say of each other."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.lessons.quoting import quotes
from portal.consortium.mandates import actions, queries
from portal.consortium.mandates.forms import MandateForm
from portal.consortium.mandates.models import ManualMandate
from portal.consortium.meetings.about import note_reading
from portal.consortium.meetings.models import Decision
from portal.consortium.meetings.states import RESTRICTED
from portal.core import clock
from portal.core.permissions import Permission
from portal.manuals.models import ManualEdition
from portal.manuals.queries import get_manual, manuals_for
from portal.manuals.states import ChangeSize, SectionKind
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("mandates", __name__, url_prefix="/decisions")


@bp.route("/<uuid:decision_id>/manual-draft", methods=["GET", "POST"])
@requires(Permission.MANUAL_WRITE)
def open_draft(decision_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    decision = queries.get_decided(decision_id, viewer=actor)
    note_reading([decision.item.meeting], actor=actor, now=clock.now())
    form = MandateForm(data=_begin_with(decision))
    form.offer(manuals_for(actor))
    if form.validate_on_submit():
        with form.refusals():
            manual, section = get_manual(form.manual.data), SectionKind(form.section.data)
            size, why = ChangeSize(form.size.data), form.change_note.data
            mandate = actions.open_draft(decision, manual, section, size, why, actor=actor, now=clock.now())
            return redirect(_tell_what_was_opened(mandate))
    return page("mandates/open_draft.html", form=form, decision=decision, meeting=decision.item.meeting)


def _begin_with(decision: Decision) -> dict[str, str]:
    """What it waits for already, else the section that it came from."""
    to_open = queries.mandates_to_open(viewer=current_actor())
    waiting = next((each for each in to_open if each.decision_id == decision.id), None)
    if waiting is not None:
        kept = {"manual": waiting.manual.code, "section": waiting.kind, "change_note": waiting.change_note}
        return kept | {"size": waiting.size}
    code, kind = queries.place_of(decision) or ("", "")
    return {"manual": code, "section": kind, "change_note": _begin_of_note(decision)}


def _tell_what_was_opened(mandate: ManualMandate) -> str:
    """Says what became of the decision; answers the way on."""
    edition, section = mandate.edition, label(mandate.kind)
    if edition is None:
        flash(_("지금 검토하거나 시행을 기다리는 판이 있어, 그다음 새 판이 시작될 때 함께 옮깁니다."))
        return url_for("meetings.meeting", meeting_id=mandate.decision.item.meeting_id)
    if edition.author_id == current_actor().user_id:
        flash(_("초안을 열었습니다. ‘%(section)s’ 항목을 고쳐 주십시오.", section=section))
    else:
        name = edition.author_name
        flash(_("%(name)s 님이 쓰고 있는 초안의 ‘%(section)s’ 항목에 더했습니다.", name=name, section=section))
    return url_for("manuals.edition", code=mandate.manual.code, number=edition.number, _anchor=mandate.kind.value)


def _begin_of_note(decision: Decision) -> str:
    """What the reason begins with: it is read far beyond the meeting, so it names nobody and no case is told."""
    if decision.item.meeting.kind in RESTRICTED:
        return ""
    return " ".join(quotes([decision.text]))


def on_decision(decision: Decision) -> str:
    """What became of a decision of a closed meeting, and the way to a draft for those who write."""
    mandates = _of_meeting(decision)
    if not mandates and not current_actor().can(Permission.MANUAL_WRITE):
        return ""
    return render_template("mandates/_on_decision.html", decision=decision, mandates=mandates)


def on_edition(edition: ManualEdition) -> str:
    """Of a meeting about people the way there, and none of its words: whoever opens it is written down as a reader."""
    mandates = queries.mandates_behind(edition, viewer=current_actor())
    return render_template("mandates/_on_edition.html", mandates=mandates, apart=RESTRICTED) if mandates else ""


def _of_meeting(decision: Decision) -> list[ManualMandate]:
    """Of all decisions of the meeting, looked up once for a page."""
    known = g.setdefault("mandates_of", {})
    meeting = decision.item.meeting
    if meeting.id not in known:
        known[meeting.id] = queries.mandates_of(each.id for item in meeting.items for each in item.decisions)
    return list(known[meeting.id].get(decision.id, ()))
