"""The inventory as a page."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.core.permissions import Permission
from portal.privacy.inventory import presentation, queries
from portal.web.access import current_actor, requires
from portal.web.pages import page

bp = Blueprint("inventory", __name__)


@bp.get("/privacy/inventory")
@requires(Permission.INVENTORY_READ)
def tables() -> ResponseReturnValue:
    return page(
        "privacy/inventory.html",
        inventory=queries.inventory(current_actor()),
        name_of=presentation.name_of,
        items_of=presentation.items_of,
        classes_of=presentation.classes_of,
        until=presentation.until,
    )
