"""Households and the persons in them."""

from portal.residents.households import models
from portal.residents.households.states import Language, SameSex, Sex
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    enumerations=(Language, SameSex, Sex),
)
