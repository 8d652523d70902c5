"""What the audit knows of the present request: its address, and whether it told already whose data it shows."""

from flask import g, has_request_context, request


def client_address() -> str:
    """The address of the browser; nothing for the worker and the command line."""
    return (request.remote_addr or "") if has_request_context() else ""


def note_read() -> None:
    if has_request_context():
        g.read_noted = True


def is_read_noted() -> bool:
    """Whether a page wrote itself whose data it shows."""
    return "read_noted" in g
