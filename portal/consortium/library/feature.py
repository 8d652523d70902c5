"""The library of the consortium."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.consortium.library import models, queries, tasks, views, waiting
from portal.consortium.library.files import FILES
from portal.consortium.library.states import (
    LIBRARY_STATES,
    ConsentStanding,
    LibraryKind,
    LibraryView,
    ShownKind,
)
from portal.consortium.library.truth import CONSENTS, untruth_of_consents
from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("자료실"),
            "library.items",
            Permission.LIBRARY_READ,
            order=76,
            group=MenuGroup.LEARNING,
            within=("library.",),
        ),
    ),
    links={queries.SUBJECT: views.items.link_to_item},
    fills=(
        Fill(TRACES, queries.traces),
        Fill(DETAIL_WORDS, ConsentStanding.told, "library_item.before"),
        Fill(DETAIL_WORDS, ConsentStanding.told, "library_item.after"),
        Fill(KEPT_FILES, FILES.kept, FILES.kept.folder),
        Fill(TRUTHS, untruth_of_consents, CONSENTS),
        Fill(WAITING, waiting.WITHOUT_CONSENT, "library"),
        Fill(WAITING, waiting.ENDING_CONSENT, "library_ending"),
        Fill(
            LISTS,
            FilteredList(
                N_("자료실"),
                "library.items",
                Permission.LIBRARY_READ,
                {"kind": one_of(LibraryKind), "view": one_of(LibraryView)},
            ),
            "library",
        ),
    ),
    jobs=(
        Job("library.sweep-files", timedelta(days=1), FILES.sweep),
        Job("library.warn", timedelta(days=1), tasks.warn_of_consents),
    ),
    courses=(LIBRARY_STATES,),
    enumerations=(ConsentStanding, LibraryKind, ShownKind),
    filters={"consent_standing": views.consents.standing_today},
)
