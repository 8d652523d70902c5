"""Who opened somebody's record."""

from portal.privacy.seen import views
from portal.web.feature import Feature

feature = Feature(blueprint=views.bp, panels={"my_papers": views.on_my_care})
