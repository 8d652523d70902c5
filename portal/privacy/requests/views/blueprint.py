"""Where the pages of requests about personal data stand."""

from flask import Blueprint

bp = Blueprint("rights", __name__)
