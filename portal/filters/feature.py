"""Kept filters of the lists of staff."""

from portal.accounts.expiring import of_closed_account
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.filters import models, queries, views
from portal.filters.models import SavedFilter
from portal.web.feature import Feature

FILTERS = Expiring(SavedFilter, lambda now: of_closed_account(now, SavedFilter.user_id))

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"saved_filters": views.above_list},
    fills=(Fill(EXPIRING, FILTERS, SavedFilter.__tablename__),),
    functions={"narrowed_to": views.address_of},
    tests={"keeping": queries.keeps},
)
