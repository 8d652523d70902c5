"""Writes of the standard manuals: one function per verb, each recorded in the audit."""

from portal.manuals.actions.documents import edition_pdf
from portal.manuals.actions.drafting import add_step, move_step, remove_step, save_section, save_step
from portal.manuals.actions.editions import (
    create_manual,
    draft_edition,
    publish_edition,
    return_edition,
    review_edition,
    submit_edition,
)
from portal.manuals.actions.loading import load_manuals

__all__ = [
    "add_step",
    "create_manual",
    "draft_edition",
    "edition_pdf",
    "load_manuals",
    "move_step",
    "publish_edition",
    "remove_step",
    "return_edition",
    "review_edition",
    "save_section",
    "save_step",
    "submit_edition",
]
