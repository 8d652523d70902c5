"""The pages of accounts: signing in and out, one's own security, the staff list."""

from flask import Flask

from portal.accounts.views import authenticator, identity, invitations, passwords, residents, security, staff
from portal.accounts.views.blueprint import bp
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web import links, navigation
from portal.web.access import GATES

MODULES = (authenticator, invitations, passwords, residents, security, staff)
"""Each adds its routes to the blueprint when it is imported."""


def install(app: Flask) -> None:
    app.register_blueprint(bp)
    identity.install(app)
    GATES.fill(authenticator.ask_for_authenticator)
    navigation.register(
        navigation.Entry(
            N_("직원"), "accounts.staff", Permission.STAFF_MANAGE, 80, within=("accounts.staff", "accounts.invite")
        )
    )
    links.LINKS.fill(staff.link_to_user, "user")
