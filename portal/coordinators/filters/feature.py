"""Kept filters of the list of households."""

from portal.coordinators.filters import models, queries, views
from portal.web.feature import Feature

feature = Feature(tables=models, blueprint=views.bp, tests={"keeping": queries.keeps})
