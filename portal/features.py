"""The features of the portal, each with the function that binds it to the application."""

from collections.abc import Callable

from flask import Flask

from portal import jobs
from portal.accounts import views as accounts
from portal.audit import views as audit
from portal.documents import views as documents
from portal.manuals import cli as manual_commands
from portal.manuals import views as manuals
from portal.monitoring.worries import views as worries
from portal.notifications import views as notifications
from portal.residents.applications import views as residents
from portal.web import views as web

FEATURES: tuple[Callable[[Flask], None], ...] = (
    web.install,
    documents.install,
    notifications.install,
    audit.install,
    accounts.install,
    jobs.install,
    manual_commands.install,
    manuals.install,
    worries.install,
    residents.install,
)
