"""What was spent on whom, and the closing of months."""

from portal.benefits.figures import models, presentation, views
from portal.benefits.figures.actions import SUBJECT
from portal.benefits.figures.states import Dimension, MonthState
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("지원금 현황"),
            "figures.overview",
            Permission.FIGURES_READ,
            order=52,
            group=MenuGroup.FIGURES,
            within=("figures.",),
        ),
    ),
    links={SUBJECT: views.link_to_month},
    filters={"signed": presentation.signed},
    functions={"figure_rows_url": presentation.rows_url},
    enumerations=(Dimension, MonthState),
)
