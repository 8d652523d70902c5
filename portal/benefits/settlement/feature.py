"""What the consortium owes its members for a month, and that it ties."""

from datetime import timedelta

from portal.audit.states import DownloadReason
from portal.audit.words import DETAIL_WORDS
from portal.benefits.ledger.queries import SETTLED
from portal.benefits.settlement import cli, models, queries, tasks, views, waiting
from portal.benefits.settlement.standing import settled_charges
from portal.benefits.settlement.states import (
    ACCOUNT_STATES,
    DISPUTE_STATES,
    STATEMENT_STATES,
    AccountState,
    DisputeOutcome,
    FileKind,
    LineKind,
    MustAct,
    RunState,
    StatementState,
)
from portal.benefits.settlement.truth import untruth_of_dispute
from portal.benefits.settlement.words import remarks_of, share_of, stay_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.sockets import Fill
from portal.db.numbers import NUMBERED
from portal.jobs import Job
from portal.notifications.truth import TRUTHS, true_while
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("정산"),
            "settlement.months",
            Permission.STATEMENT_ALL,
            order=68,
            group=MenuGroup.SUPPORT,
            within=("settlement.",),
            badge=views.badge,
        ),
        Entry(
            N_("정산"),
            "settlement.mine",
            Permission.STATEMENT_OWN,
            order=68,
            group=MenuGroup.SUPPORT,
            within=("settlement.",),
            badge=views.badge,
        ),
    ),
    links={"statement": views.link_to_statement},
    jobs=(
        Job("settlement.draw", timedelta(seconds=2), tasks.draw_waiting_months),
        Job("settlement.papers", timedelta(minutes=1), tasks.set_papers),
    ),
    commands=(cli.benefits,),
    fills=(
        Fill(DETAIL_WORDS, DisputeOutcome.told, "dispute.outcome"),
        Fill(DETAIL_WORDS, MustAct.told, "dispute.kind"),
        Fill(DETAIL_WORDS, FileKind.told, "statement.kind"),
        Fill(DETAIL_WORDS, DownloadReason.told, "statement.reason"),
        Fill(SETTLED, settled_charges),
        Fill(WAITING, waiting.GIVEN_UP, "settlement_runs"),
        Fill(NUMBERED, queries.STATEMENTS, Series.STATEMENT),
        Fill(TRUTHS, untruth_of_dispute, DISPUTE_STATES.kind),
        Fill(TRUTHS, true_while(models.Statement, StatementState.DRAFT), STATEMENT_STATES.kind),
        Fill(TRUTHS, true_while(models.BankAccount, AccountState.REFUSED), ACCOUNT_STATES.kind),
    ),
    filters={"whose": views.whose, "line_remarks": remarks_of, "line_share": share_of, "line_stay": stay_of},
    courses=(ACCOUNT_STATES, DISPUTE_STATES, STATEMENT_STATES),
    enumerations=(LineKind, RunState),
)
