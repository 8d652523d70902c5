"""Where the pages of volunteers stand."""

from flask import Blueprint

bp = Blueprint("teams", __name__)
