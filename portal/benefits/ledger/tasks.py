"""What happens to the ledger by the clock: what is held follows prices that changed since."""

from datetime import timedelta

from flask import Flask

from portal.benefits.ledger.actions import reprice_held
from portal.jobs import Job, register


def install(_app: Flask) -> None:
    """Once a day; the recorded visit takes the price of its day in any case."""
    register(Job("ledger.reprice", timedelta(days=1), reprice_held))
