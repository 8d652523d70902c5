"""Which programmes somebody may have, and who pays a service."""

from datetime import timedelta

from portal.audit.words import DETAIL_WORDS
from portal.benefits.eligibility import joining, models, panels, presentation, queries, tasks, views
from portal.benefits.eligibility.states import Answer, Occasion
from portal.benefits.programmes.uses import MEDIAN_USES
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.residents.applications.arrivals import ARRIVALS
from portal.residents.households.changes import FILE_CHANGED
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("대상 알아보기"),
            "eligibility.try_person",
            Permission.PROGRAMME_READ,
            order=51,
            group=MenuGroup.SUPPORT,
            within=("eligibility.try_person", "eligibility.edition_people"),
        ),
    ),
    panels={
        "apply_start": panels.before_applying,
        "apply_check": panels.while_applying,
        "application": panels.on_application,
        "household": panels.on_household,
    },
    jobs=(Job("eligibility.new-year", timedelta(hours=1), tasks.check_as_days_pass),),
    fills=(
        Fill(DETAIL_WORDS, Occasion.told, "eligibility.kind"),
        Fill(ARRIVALS, tasks.check_new_application),
        Fill(FILE_CHANGED, tasks.check_changed_file),
        Fill(CARRIERS, joining.CARRIER),
        Fill(MEDIAN_USES, queries.is_median_used),
    ),
    filters={"say": presentation.say_whole_numbers, "for_residents": presentation.for_residents},
    enumerations=(Answer,),
)
