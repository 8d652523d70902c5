"""Where the pages of the questionnaire stand."""

from flask import Blueprint

bp = Blueprint("screening", __name__)
