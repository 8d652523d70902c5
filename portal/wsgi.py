"""The application for a WSGI server."""

from portal.factory import create_app

app = create_app()
