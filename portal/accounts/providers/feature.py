"""Signing in by the provider of an organisation."""

from portal.accounts.providers import models
from portal.accounts.providers.views import bp
from portal.web.feature import Feature

feature = Feature(tables=models, blueprint=bp)
