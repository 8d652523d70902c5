"""Opening a household outside one's own, for a reason and a few hours."""

from portal.core.clock import day_of
from portal.core.keeping import Retention, surely_over_before
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.notifications.truth import TRUTHS, true_while
from portal.privacy.emergency import actions, models, views, waiting
from portal.privacy.emergency.states import EMERGENCY_STATES, EmergencyState
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

ACCESSES = Expiring(
    models.EmergencyAccess,
    lambda now: models.EmergencyAccess.opened_at < surely_over_before(Retention.ACCESS_LOG, day_of(now)),
    EMERGENCY_STATES,
)

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("긴급 열람"),
            "emergency.accesses",
            Permission.EMERGENCY_READ,
            order=93,
            group=MenuGroup.PRIVACY,
            within=("emergency.",),
            badge=views.badge,
        ),
    ),
    links={actions.SUBJECT: views.link_to_access},
    panels={"by_number": views.way_in},
    fills=(
        Fill(EXPIRING, ACCESSES, models.EmergencyAccess.__tablename__),
        Fill(WAITING, waiting.UNREVIEWED, "emergencies"),
        Fill(TRUTHS, true_while(models.EmergencyAccess, EmergencyState.WAITING), actions.SUBJECT),
    ),
    courses=(EMERGENCY_STATES,),
)
