"""The page of the demonstration that shows what would have been sent."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.notifications.queries import messages
from portal.web.access import public
from portal.web.pages import page, page_number

bp = Blueprint("notifications", __name__)


@bp.get("/demo/outbox")
@public("people are invented and nothing is sent: a resident's code is read here")
def outbox() -> ResponseReturnValue:
    return page("notifications/outbox.html", messages=messages(page_number()))
