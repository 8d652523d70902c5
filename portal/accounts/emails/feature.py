"""Changing the address by which staff sign in."""

from portal.accounts.emails import models
from portal.accounts.emails.models import EmailChange
from portal.accounts.emails.views import bp
from portal.accounts.expiring import KEEP_CODES
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.web.feature import Feature

CHANGES = Expiring(EmailChange, lambda now: EmailChange.expires_at < now - KEEP_CODES)

feature = Feature(tables=models, blueprint=bp, fills=(Fill(EXPIRING, CHANGES, EmailChange.__tablename__),))
