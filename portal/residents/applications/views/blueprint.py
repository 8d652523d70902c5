"""The blueprint on which all pages of residents stand."""

from flask import Blueprint

bp = Blueprint("residents", __name__)
