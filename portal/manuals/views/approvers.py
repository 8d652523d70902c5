"""Who is left to approve what somebody is about to write, said on the forms before they do."""

from uuid import UUID

from flask import render_template

from portal.core.permissions import Permission
from portal.manuals.models import ManualEdition
from portal.manuals.queries import approvers_beside, writers_of
from portal.web.access import current_actor


def on_opening() -> str:
    """On a form that opens a draft: whoever sends it writes it."""
    return _said(set(), writes=True)


def on_writing(edition: ManualEdition) -> str:
    """On a form that changes the text of a draft."""
    wrote = writers_of(edition)
    return "" if current_actor().user_id in wrote else _said(set(wrote), writes=True)


def on_submitting(edition: ManualEdition) -> str:
    """Where a review is asked for, and above the draft before."""
    return _said(set(writers_of(edition)), writes=False)


def _said(wrote: set[UUID | None], *, writes: bool) -> str:
    actor = current_actor()
    left = approvers_beside(wrote | {actor.user_id} if writes else wrote)
    loses = writes and actor.can(Permission.MANUAL_APPROVE)
    return render_template("manuals/_approvers.html", left=left, writes=writes, loses=loses)
