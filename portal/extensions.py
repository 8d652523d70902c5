"""The extensions, made once and bound to an application by the factory."""

from typing import cast

from flask import current_app
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from portal.config import Settings
from portal.db.session import db

__all__ = ["babel", "csrf", "current_settings", "db", "login_manager"]

babel = Babel()
csrf = CSRFProtect()
login_manager = LoginManager()
login_manager.session_protection = None  # a session is a row of its own, whatever address it is used from


def current_settings() -> Settings:
    """The settings of the running application."""
    return cast(Settings, current_app.extensions["settings"])
