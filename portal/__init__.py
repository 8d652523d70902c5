"""The Mapo care portal."""

from portal.factory import create_app

__all__ = ["create_app"]
