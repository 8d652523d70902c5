"""Which requests somebody sees: the office all of them, a care manager what they sent themselves."""

from sqlalchemy import ColumnElement, true

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.partners.requests.models import BodyRequest


def requests_in_scope(viewer: Actor) -> ColumnElement[bool]:
    if viewer.can(Permission.BODY_REQUEST_HANDLE):
        return true()
    return BodyRequest.sent_by_id == viewer.user_id
