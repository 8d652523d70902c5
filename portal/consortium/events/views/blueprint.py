"""The blueprint of open events."""

from flask import Blueprint

bp = Blueprint("events", __name__)
