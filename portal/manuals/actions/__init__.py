"""Writes of the standard manuals: one function per verb, each recorded in the audit."""

from portal.manuals.actions.attaching import add_attachment, remove_attachment, replace_attachment
from portal.manuals.actions.correcting import correct_change, discard_edition
from portal.manuals.actions.documents import edition_pdf, has_paper
from portal.manuals.actions.drafting import add_step, move_step, remove_step, save_section, save_step
from portal.manuals.actions.editions import (
    BEGUN,
    create_manual,
    draft_edition,
    draft_that_changes,
    return_edition,
    review_edition,
    reviewers_of,
    submit_edition,
    take_document_number,
)
from portal.manuals.actions.issuing import MEMBERS, RELEASED, Asking, call_edition_off, publish_edition, release_edition
from portal.manuals.actions.keeping import Look, set_next_look
from portal.manuals.actions.loading import load_manuals
from portal.manuals.actions.papers import paper_to_come, set_again

__all__ = [
    "BEGUN",
    "MEMBERS",
    "RELEASED",
    "Asking",
    "Look",
    "add_attachment",
    "add_step",
    "call_edition_off",
    "correct_change",
    "create_manual",
    "discard_edition",
    "draft_edition",
    "draft_that_changes",
    "edition_pdf",
    "has_paper",
    "load_manuals",
    "move_step",
    "paper_to_come",
    "publish_edition",
    "release_edition",
    "remove_attachment",
    "remove_step",
    "replace_attachment",
    "return_edition",
    "review_edition",
    "reviewers_of",
    "save_section",
    "save_step",
    "set_again",
    "set_next_look",
    "submit_edition",
    "take_document_number",
]
