"""What applications ask of the worker: to forget drafts that nobody came back to."""

from datetime import timedelta

from flask import Flask

from portal.jobs import Job, register
from portal.residents.applications.drafts import forget_old_drafts


def install(_app: Flask) -> None:
    register(Job("applications.forget", timedelta(days=1), forget_old_drafts))
