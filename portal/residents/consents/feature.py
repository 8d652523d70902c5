"""What residents consented to."""

from portal.audit.words import DETAIL_WORDS
from portal.core.sockets import Fill
from portal.residents.consents import joining, models
from portal.residents.consents.states import ConsentKind
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    fills=(
        Fill(CARRIERS, joining.CARRIER),
        Fill(DETAIL_WORDS, ConsentKind.told, "consent.kind"),
    ),
)
