"""What the visits of a service must know."""

from portal.coordinators.particulars import queries, views
from portal.web.feature import Feature

feature = Feature(
    blueprint=views.bp, filters={"line_facts": queries.line_facts}, tests={"open_still": queries.is_open_still}
)
