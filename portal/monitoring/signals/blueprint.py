"""The blueprint of signals, which the pages of the office and the door for machines share."""

from flask import Blueprint

bp = Blueprint("signals", __name__)
