"""What residents consented to."""

from portal.residents.consents import models
from portal.web.feature import Feature

feature = Feature(
    tables=models,
)
