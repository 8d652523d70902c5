"""Tells an error service by Sentry's protocol what went wrong: kinds of errors and places in the code, nobody's data.

A message, a value of a variable, an address or a header may name a person, so an event is made anew of what is known
to name none.
"""

from typing import TYPE_CHECKING, Any, cast

from flask import Flask, current_app

from portal.config import Settings

if TYPE_CHECKING:
    from sentry_sdk import Client
    from sentry_sdk.types import Event, Hint

_EXTENSION = "error service"
_OF_EVENT = ("event_id", "timestamp", "level", "platform", "environment", "tags")
_OF_ERROR = ("type", "module")
_OF_FRAME = ("module", "function", "filename", "lineno", "in_app")


def install(app: Flask, settings: Settings) -> None:
    """Bind the service that the settings name; without one nothing is told."""
    dsn = settings.sentry_dsn.get_secret_value()
    if dsn:
        from sentry_sdk import Client  # noqa: PLC0415

        app.extensions[_EXTENSION] = Client(
            dsn,
            environment=settings.mode.value,
            before_send=without_data,
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            include_local_variables=False,
            include_source_context=False,
            send_client_reports=False,
            max_breadcrumbs=0,
            server_name="",
            shutdown_timeout=1,
        )


def report(error: BaseException, *, where: str) -> None:
    """Tell of `error` without waiting; `where` is the name of an endpoint or a job."""
    client = cast("Client | None", current_app.extensions.get(_EXTENSION))
    if client is None:
        return
    from sentry_sdk.utils import event_from_exception  # noqa: PLC0415

    event, hint = event_from_exception(error, client_options=client.options)
    client.capture_event({**event, "tags": {"where": where}}, hint=hint)


def without_data(event: "Event", _hint: "Hint") -> "Event":
    """Of an event only what names nobody."""
    given = cast(dict[str, Any], event)
    errors = given.get("exception", {}).get("values", ())
    return cast("Event", _some(given, _OF_EVENT) | {"exception": {"values": [_without_data(each) for each in errors]}})


def _without_data(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", ())
    return _some(error, _OF_ERROR) | {"stacktrace": {"frames": [_some(frame, _OF_FRAME) for frame in frames]}}


def _some(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}
