"""Which services there are, who offers them, at which price."""

from portal.consortium.catalogue import cli, models, views
from portal.consortium.catalogue.states import PriceSource, ServiceGroup
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.questions import question_words

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("서비스"),
            "catalogue.catalogue",
            Permission.CATALOGUE_MANAGE,
            order=71,
            group=MenuGroup.CONSORTIUM,
            within=(
                "catalogue.entry",
                "catalogue.edit_service",
                "catalogue.new_price",
                "catalogue.new_offer",
                "catalogue.end_offer",
                "catalogue.end_service",
            ),
        ),
    ),
    commands=(cli.catalogue,),
    filters={"question_words": question_words},
    enumerations=(PriceSource, ServiceGroup),
)
