"""Signing in by the provider of an organisation."""

from portal.accounts.expiring import of_closed_account
from portal.accounts.providers import models
from portal.accounts.providers.models import ProviderLink
from portal.accounts.providers.views import bp
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.web.feature import Feature

LINKS = Expiring(ProviderLink, lambda now: of_closed_account(now, ProviderLink.user_id))

feature = Feature(tables=models, blueprint=bp, fills=(Fill(EXPIRING, LINKS, ProviderLink.__tablename__),))
