"""Who may sign in, how, and with which roles."""

from datetime import timedelta

from portal.accounts import cli, models, tasks
from portal.accounts.expiring import EXPIRING_ROWS
from portal.accounts.presentation import failure_reason, failure_way
from portal.accounts.staff_names import names_of, names_of_staff
from portal.accounts.traces import traces
from portal.accounts.truth import INVITATION, NUMBER, has_left, untruth_of_invitation, untruth_of_number
from portal.accounts.views import bp, removing, unsent
from portal.accounts.views.authenticator import ask_for_authenticator
from portal.accounts.views.proving import ask_for_proof
from portal.accounts.views.staff import link_to_user
from portal.audit.persons import TRACES
from portal.audit.queries import ACCOUNTS, NAMES
from portal.audit.words import DETAIL_WORDS
from portal.core.messages import N_
from portal.core.permissions import Permission, Role
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.jobs import Job
from portal.notifications.truth import LEAVINGS, TRUTHS
from portal.web.access import GATES
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.unsent import GIVE_BACK, MARK_OF_ACCOUNT, PUT_ASIDE
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=bp,
    menu=(
        Entry(
            N_("직원"),
            "accounts.staff",
            Permission.STAFF_MANAGE,
            order=80,
            group=MenuGroup.OFFICE,
            within=("accounts.staff", "accounts.invite"),
        ),
    ),
    links={"user": link_to_user},
    jobs=(Job("accounts.forget", timedelta(days=1), tasks.forget_counters),),
    commands=(cli.create_office_account, cli.let_in_from_machine),
    fills=(
        Fill(DETAIL_WORDS, Role.told, "role"),
        Fill(DETAIL_WORDS, failure_way, "account.way"),
        Fill(DETAIL_WORDS, failure_reason, "account.reason"),
        *(Fill(EXPIRING, each, each.model.__tablename__) for each in EXPIRING_ROWS),
        Fill(TRACES, traces),
        Fill(ACCOUNTS, names_of_staff),
        Fill(NAMES, names_of),
        Fill(GATES, ask_for_authenticator),
        Fill(GATES, ask_for_proof),
        Fill(WAITING, removing.REMOVALS, "removals"),
        Fill(MARK_OF_ACCOUNT, unsent.mark_of_who_is_signed_in),
        Fill(PUT_ASIDE, unsent.put_aside),
        Fill(GIVE_BACK, unsent.give_back),
        Fill(TRUTHS, untruth_of_invitation, INVITATION),
        Fill(TRUTHS, untruth_of_number, NUMBER),
        Fill(LEAVINGS, has_left),
    ),
)
