"""What the office does about visits to which somebody came without checks, and how many a co-operative has."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.coordinators.visits import naming, queries
from portal.coordinators.visits.views import bp
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.returning import back_or
from portal.web.words import gettext as _


@bp.post("/<uuid:visit_id>/looking")
@requires(Permission.MEMBER_MANAGE)
def look_into(visit_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    naming.look_into_unchecked(queries.get_visit(visit_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("살펴본 것으로 적었습니다."))
    return redirect(back_or(url_for("visits.visit", visit_id=visit_id)))


def badge(viewer: Actor) -> Select[int] | None:
    """How many visits of one's own co-operative somebody made without checks."""
    return queries.unchecked_count(viewer) if viewer.can(Permission.VISIT_RECORD) else None
