"""Writes of what is due: the rows kept by acts and a sweep, exemptions, tasks done, policies and their editions."""

from portal.monitoring.duties.actions.editions import (
    discard_edition,
    draft_edition,
    edit_edition,
    end_policy,
    open_policy,
    publish_edition,
)
from portal.monitoring.duties.actions.exempting import end_exemption, exempt_household, finish_task
from portal.monitoring.duties.actions.keeping import keep_all, keep_duties
from portal.monitoring.duties.actions.presets import load_policies

__all__ = [
    "discard_edition",
    "draft_edition",
    "edit_edition",
    "end_exemption",
    "end_policy",
    "exempt_household",
    "finish_task",
    "keep_all",
    "keep_duties",
    "load_policies",
    "open_policy",
    "publish_edition",
]
