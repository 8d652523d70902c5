"""Households and the persons in them."""

from portal.residents.households import models
from portal.web.feature import Feature

feature = Feature(
    tables=models,
)
