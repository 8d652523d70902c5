"""Letters of thanks and their wall."""

from datetime import timedelta

from portal.coordinators.letters import actions, joining, models, panels, views
from portal.coordinators.letters.photos import PHOTOS, sweep_photos
from portal.coordinators.letters.states import LETTER_STATES, LetterState
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.notifications.truth import TRUTHS, true_while
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("고맙습니다"),
            "letters.wall",
            Permission.LETTER_READ,
            order=68,
            within=("letters.several",),
        ),
    ),
    links={actions.SUBJECT: views.link_to_letter},
    panels={"my_requests": panels.on_my_care},
    jobs=(Job("letters.sweep-photos", timedelta(days=1), sweep_photos),),
    fills=(
        Fill(CARRIERS, joining.CARRIER),
        Fill(KEPT_FILES, PHOTOS, PHOTOS.folder),
        Fill(TRUTHS, true_while(models.Letter, LetterState.RECEIVED, LetterState.SHOWN), actions.SUBJECT),
    ),
    courses=(LETTER_STATES,),
)
