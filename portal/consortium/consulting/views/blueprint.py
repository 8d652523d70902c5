"""Where every page of consulting records belongs."""

from flask import Blueprint

bp = Blueprint("consulting", __name__, url_prefix="/consulting")
