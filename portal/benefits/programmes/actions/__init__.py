"""Writes of the programmes: one function per verb, each recorded in the audit."""

from portal.benefits.programmes.actions.editions import (
    discard_edition,
    draft_edition,
    edit_edition,
    end_programme,
    open_programme,
    publish_edition,
)
from portal.benefits.programmes.actions.presets import load_presets
from portal.benefits.programmes.actions.tables import import_rows, undo_import

__all__ = [
    "discard_edition",
    "draft_edition",
    "edit_edition",
    "end_programme",
    "import_rows",
    "load_presets",
    "open_programme",
    "publish_edition",
    "undo_import",
]
