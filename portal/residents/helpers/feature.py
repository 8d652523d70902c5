"""Who helps whom."""

from portal.accounts.proofs import BIRTHS
from portal.audit.persons import TRACES
from portal.core.sockets import Fill
from portal.notifications.truth import TRUTHS
from portal.residents.helpers import actions, models, queries, views
from portal.residents.helpers.queries import traces
from portal.residents.helpers.states import HELPING_STATES
from portal.residents.households.changes import ACCOUNT_ENDED
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    courses=(HELPING_STATES,),
    panels={"household": views.helpers_of_household, "my_care": views.seen_by_helper},
    fills=(
        Fill(TRACES, traces),
        Fill(ACCOUNT_ENDED, actions.end_all_help),
        Fill(BIRTHS, queries.knows_birth),
        Fill(TRUTHS, queries.untruth_of_helping, HELPING_STATES.kind),
    ),
)
