"""From which address an act came."""

from flask import has_request_context, request


def client_address() -> str:
    """The address of the browser; nothing for the worker and the command line."""
    return (request.remote_addr or "") if has_request_context() else ""
