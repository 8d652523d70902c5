"""The blueprint to which every page of accounts belongs, and how its pages keep where somebody was going."""

from flask import Blueprint, request, url_for

bp = Blueprint("accounts", __name__)


def onward(endpoint: str) -> str:
    """The address of the next page on the way in; it still knows where the person was going."""
    return url_for(endpoint, next=request.args.get("next"))
