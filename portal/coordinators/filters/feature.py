"""Kept filters of the list of households."""

from portal.accounts.expiring import of_closed_account
from portal.coordinators.filters import models, queries, views
from portal.coordinators.filters.models import SavedFilter
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.web.feature import Feature

FILTERS = Expiring(SavedFilter, lambda now: of_closed_account(now, SavedFilter.user_id))

feature = Feature(
    tables=models,
    blueprint=views.bp,
    fills=(Fill(EXPIRING, FILTERS, SavedFilter.__tablename__),),
    tests={"keeping": queries.keeps},
)
