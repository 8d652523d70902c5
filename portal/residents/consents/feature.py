"""What residents consented to."""

from portal.core.sockets import Fill
from portal.residents.consents import joining, models
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    fills=(Fill(CARRIERS, joining.CARRIER),),
)
