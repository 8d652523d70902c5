"""The page of the demonstration that shows what would have been sent."""

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from portal.extensions import current_settings
from portal.notifications.queries import messages
from portal.web.access import public
from portal.web.pages import page, page_number

bp = Blueprint("notifications", __name__)


@bp.get("/demo/outbox")
@public("people are invented and nothing is sent: a resident's code is read here")
def outbox() -> ResponseReturnValue:
    return page("notifications/outbox.html", messages=messages(page_number()))


def install(app: Flask) -> None:
    """The page exists in demonstration only; anywhere else its address is not found."""
    with app.app_context():
        if current_settings().is_demonstration:
            app.register_blueprint(bp)
