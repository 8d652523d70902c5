"""Whom case conferences are about."""
