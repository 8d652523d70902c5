"""Binds the pages of residents to the application: the blueprint, the words of its states, the menu."""

from uuid import UUID

from flask import Flask, url_for

from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission, Role
from portal.residents.applications.labels import register_words
from portal.residents.applications.queries import get_application
from portal.residents.applications.views import apply, consents, front, staff, status
from portal.residents.applications.views.blueprint import bp
from portal.residents.households.scope import is_in_scope
from portal.web import links, navigation
from portal.web.access import current_actor

MODULES = (front, apply, status, consents, staff)
"""Each adds its routes to the blueprint when it is imported."""


def show_application(application_id: UUID) -> links.Link | None:
    """The application for staff in whose scope it is."""
    try:
        application = get_application(application_id)
    except NotFound:
        return None
    if not is_in_scope(application.household_id, current_actor()):
        return None
    return links.Link(application.number, url_for("caseload.application", application_id=application.id))


def install(app: Flask) -> None:
    app.register_blueprint(bp)
    register_words()
    links.register("application", show_application)
    navigation.register(navigation.Entry(N_("신청 받아 적기"), "residents.enter", Permission.APPLICATION_ENTER, 30))
    navigation.register(
        navigation.Entry(N_("내 동의"), "residents.consents", Permission.MY_CASE, 40, roles=frozenset({Role.RESIDENT}))
    )
