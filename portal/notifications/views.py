"""The page of the demonstration that shows what would have been sent."""

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from portal.core.messages import N_
from portal.extensions import current_settings
from portal.notifications.models import Channel, Delivery
from portal.notifications.queries import messages
from portal.web.access import public
from portal.web.labels import register_labels
from portal.web.pages import page, page_number

bp = Blueprint("notifications", __name__)


@bp.get("/demo/outbox")
@public("people are invented and nothing is sent: a resident's code is read here")
def outbox() -> ResponseReturnValue:
    return page("notifications/outbox.html", messages=messages(page_number()))


def install(app: Flask) -> None:
    """The page exists in demonstration only; anywhere else its address is not found."""
    register_labels(Channel, {Channel.MAIL: N_("메일"), Channel.TEXT: N_("문자")})
    register_labels(
        Delivery,
        {
            Delivery.WAITING: (N_("보낼 것"), "info"),
            Delivery.SENT: (N_("보냄"), "success"),
            Delivery.FAILED: (N_("보내지 못함"), "danger"),
        },
    )
    with app.app_context():
        if current_settings().is_demonstration:
            app.register_blueprint(bp)
