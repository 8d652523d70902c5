"""What each visit costs whom, and what is left of everybody's cap."""

from datetime import timedelta

from portal.benefits.eligibility.changes import FACTS_CHANGED, PAYER_CHOSEN
from portal.benefits.ledger import actions, models, panels, queries, views
from portal.benefits.ledger.states import OVERRIDE_STATES, ChargeOutcome, ChargeState, OverrideState
from portal.benefits.programmes.uses import PRICE_USES
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.notifications.truth import TRUTHS, true_while
from portal.residents.applications.choosing import TERMS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("한도 초과 요청"),
            "ledger.overrides_list",
            Permission.OVERRIDE_REQUEST,
            order=58,
            group=MenuGroup.SUPPORT,
            within=("ledger.override", "ledger.ask", "ledger.limits"),
            badge=panels.waiting,
        ),
    ),
    panels={
        "booking": panels.booking,
        "booking_times": panels.booking_times,
        "booking_time": panels.booking_time,
        "plan_line": panels.plan_line,
        "visit": panels.visit,
        "my_visit": panels.my_visit,
        "cancelling": panels.cancelling,
        "my_support": panels.my_support,
        "household": panels.on_household,
        "facts_change": panels.facts_change,
    },
    jobs=(Job("ledger.reprice", timedelta(days=1), actions.reprice_held),),
    fills=(
        Fill(TERMS, queries.terms_before_asking),
        Fill(WAITING, panels.OVERRIDES, "overrides"),
        Fill(FACTS_CHANGED, actions.reprice_person),
        Fill(PAYER_CHOSEN, actions.repay_line),
        Fill(PRICE_USES, queries.is_price_charged),
        Fill(TRUTHS, true_while(models.CapOverride, OverrideState.REQUESTED), OVERRIDE_STATES.kind),
    ),
    courses=(OVERRIDE_STATES,),
    enumerations=(ChargeOutcome, ChargeState),
)
