"""Where every page of the library belongs."""

from flask import Blueprint

bp = Blueprint("library", __name__, url_prefix="/library")
