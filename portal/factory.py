"""Puts the application together: settings, extensions, features, error pages."""

from datetime import timedelta
from inspect import iscoroutinefunction

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import checking, cli, reporting
from portal.config import ConfigurationError, Mode, Settings, load_settings
from portal.db import keyring, remembered
from portal.db.engine import engine_options, prepare_engine
from portal.db.files import keep_database_file, keep_folder
from portal.documents.fonts import font_folder
from portal.extensions import babel, csrf, db, login_manager
from portal.features import FEATURES
from portal.web import (
    access,
    compiled,
    context,
    controls,
    durations,
    failures,
    filters,
    fragments,
    handing,
    headers,
    hygiene,
    logs,
    metrics,
    numbered,
    panels,
    proxies,
    static_files,
    words,
)
from portal.web.application import Portal

PARTS = (
    proxies,
    hygiene,
    metrics,
    filters,
    numbered,
    durations,
    failures,
    access,
    static_files,
    words,
    context,
    controls,
    fragments,
    handing,
    panels,
    compiled,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application; without `settings` they come from the environment and are refused when bad or insecure."""
    settings = settings or settings_of_environment()
    app = Portal("portal", static_folder="web/static", template_folder="web/templates")
    configure(app, settings)
    logs.install(app)
    extend(app)
    for part in PARTS:
        part.install(app)
    headers.install(app, https=settings.is_production, is_real=settings.is_production)
    for feature in FEATURES:
        feature.bind(app)
    remembered.install(app)
    for command in cli.COMMANDS:
        app.cli.add_command(command)
    access.check_declared(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def settings_of_environment() -> Settings:
    """What is refused of them is told with whatever else keeps the portal from starting, all of it at once."""
    try:
        return load_settings()
    except ConfigurationError as refused:
        beside = refused.readable
        raise refused.and_also(checking.problems_of_places(beside) if beside else ()) from None


def configure(app: Flask, settings: Settings) -> None:
    """Translate the typed settings into Flask's own."""
    app.extensions["settings"] = settings
    keyring.install(app, settings)
    reporting.install(app, settings)
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        TESTING=settings.mode is Mode.TEST,
        SQLALCHEMY_ENGINES={
            "default": engine_options(
                settings.resolved_database_url, settings.database_pool_size, prepares=settings.database_prepares
            )
        },
        SESSION_COOKIE_NAME="__Host-portal" if settings.is_production else "portal",
        SESSION_COOKIE_SECURE=settings.is_production,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.resident_session_days),
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        TRUSTED_HOSTS=list(settings.allowed_hosts),
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="ko",
        BABEL_DEFAULT_TIMEZONE="Asia/Seoul",
    )
    font_folder.folder = settings.font_dir
    keep_folder(settings.var_dir)
    keep_database_file(settings.resolved_database_url)


def extend(app: Flask) -> None:
    """Bind the extensions."""
    db.init_app(app)
    # The portal opens no asynchronous session; closing them would start a thread in every request.
    app.teardown_appcontext_funcs = [close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)]
    csrf.init_app(app)
    login_manager.init_app(app, add_context_processor=False)
    babel.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
