"""Where the pages of a file stand."""

from flask import Blueprint

bp = Blueprint("households", __name__)
