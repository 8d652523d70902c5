"""Binds the pages of residents to the application: the blueprint, the words of its states, the menu."""

from flask import Flask

from portal.core.messages import N_
from portal.core.permissions import Permission, Role
from portal.residents.applications.views import apply, consents, front, staff, status
from portal.residents.applications.views.blueprint import bp
from portal.web import navigation

MODULES = (front, apply, status, consents, staff)
"""Each adds its routes to the blueprint when it is imported."""


def install(app: Flask) -> None:
    app.register_blueprint(bp)
    navigation.register(navigation.Entry(N_("신청 받아 적기"), "residents.enter", Permission.APPLICATION_ENTER, 30))
    navigation.register(
        navigation.Entry(N_("내 동의"), "residents.consents", Permission.MY_CASE, 40, roles=frozenset({Role.RESIDENT}))
    )
