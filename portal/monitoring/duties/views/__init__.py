"""The pages of monitoring: what is due, the supervisor's board, one household, policies and their editions."""

from uuid import UUID

from flask import url_for

from portal.core.errors import NotFound
from portal.monitoring.duties.queries import get_policy
from portal.monitoring.duties.views import files, policies, showing, writing
from portal.monitoring.duties.views.blueprint import bp
from portal.web import links

__all__ = ["bp", "link_to_policy"]

MODULES = (files, policies, showing, writing)
"""Each adds its routes to the blueprint when it is imported."""


def link_to_policy(policy_id: UUID) -> links.Link | None:
    try:
        policy = get_policy(policy_id)
    except NotFound:
        return None
    return links.Link(policy.name, url_for("duties.policy", policy_id=policy_id))
