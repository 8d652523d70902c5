"""The extensions, made once and bound to an application by the factory."""

from functools import cache
from typing import cast

from babel import Locale
from flask import current_app
from flask_babel import Babel, get_babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from portal.config import Settings
from portal.db.session import db

__all__ = ["babel", "csrf", "current_settings", "db", "login_manager"]


class PortalBabel(Babel):
    """Reads the name of the default language once, where Flask-Babel does for each request."""

    @property
    def default_locale(self) -> Locale:
        return _locale_of(get_babel().default_locale)


@cache
def _locale_of(name: str) -> Locale:
    return Locale.parse(name)


babel = PortalBabel()
csrf = CSRFProtect()
login_manager = LoginManager()
login_manager.session_protection = None  # a session is a row of its own, whatever address it is used from


def current_settings() -> Settings:
    """The settings of the running application."""
    return cast(Settings, current_app.extensions["settings"])
