"""Who opened somebody's record."""

from portal.audit.words import DETAIL_WORDS
from portal.core.sockets import Fill
from portal.privacy.seen import views
from portal.privacy.seen.words import field_words
from portal.web.feature import Feature

feature = Feature(
    blueprint=views.bp,
    panels={"my_papers": views.on_my_care},
    fills=(Fill(DETAIL_WORDS, field_words, "fields"),),
)
