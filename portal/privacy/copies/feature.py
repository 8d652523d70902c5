"""The file of a person."""

from portal.privacy.copies import views
from portal.privacy.copies.states import CopyKind
from portal.web.feature import Feature

feature = Feature(
    blueprint=views.bp,
    panels={"household": views.on_household, "my_papers": views.on_my_care},
    enumerations=(CopyKind,),
)
