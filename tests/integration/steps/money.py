"""Statements, accounts, disputes, requests over a cap and editions of programmes, and how they are led on."""

from datetime import date, timedelta

from portal.benefits.ledger import actions as ledger
from portal.benefits.ledger.actions import Wanted
from portal.benefits.ledger.states import OverrideVerb
from portal.benefits.programmes import actions as programmes
from portal.benefits.programmes.rules import ProgrammeRules
from portal.benefits.settlement import actions as settlement
from portal.benefits.settlement.models import BankAccount
from portal.benefits.settlement.queries import lines_of
from portal.benefits.settlement.states import (
    AccountVerb,
    DisputeOutcome,
    DisputeVerb,
    MustAct,
    StatementVerb,
)
from portal.core.editions import EditionVerb
from portal.extensions import db
from tests.factories import coordinators as people
from tests.factories import programmes as made_programmes
from tests.factories import settlement as made_settlement
from tests.factories.consortium import NOW, TODAY, make_organisation, make_service
from tests.factories.ledger import make_paying
from tests.factories.referrals import make_scene
from tests.integration.steps.standing import LATER, Maker, Standing

OFFICE = people.OFFICE


def statement_in(state: str) -> Maker:
    def make() -> Standing:
        statement = made_settlement.make_draft()
        worker = made_settlement.staff_of(statement.organisation)
        office = made_settlement.office("최승인")
        now = made_settlement.SETTLING
        if state != "draft":
            settlement.check_statement(statement, actor=worker, now=now)
        if state in ("submitted", "approved"):
            settlement.submit_statement(statement, actor=worker, now=now)
        if state == "approved":
            settlement.approve_statement(statement, actor=office, now=now)
        made_settlement.make_account(statement.organisation)
        paid_on = date(2026, 11, 23)
        return Standing(
            statement,
            {
                StatementVerb.DRAW: lambda row: settlement.draw_statement(
                    row.organisation_id, row.month, actor=office, now=now
                ),
                StatementVerb.CHECK: lambda row: settlement.check_statement(row, actor=worker, now=now),
                StatementVerb.UNCHECK: lambda row: settlement.uncheck_statement(row, actor=worker, now=now),
                StatementVerb.SUBMIT: lambda row: settlement.submit_statement(row, actor=worker, now=now),
                StatementVerb.RETURN: lambda row: settlement.return_statement(
                    row, reason="다시", actor=office, now=now
                ),
                StatementVerb.APPROVE: lambda row: settlement.approve_statement(row, actor=office, now=now),
                StatementVerb.PAY: lambda row: settlement.pay_statement(row, paid_on=paid_on, actor=office, now=now),
            },
        )

    return make


def proposed_account() -> Standing:
    account = made_settlement.make_account(make_organisation(), confirmed=False)
    office, now, number = made_settlement.office("한확인"), made_settlement.SETTLING, made_settlement.ACCOUNT
    return Standing(
        account,
        {
            AccountVerb.CONFIRM: lambda row: settlement.confirm_account(
                row, number=number, note="", actor=office, now=now
            ),
            AccountVerb.REFUSE: lambda row: settlement.refuse_account(row, note="다름", actor=office, now=now),
        },
    )


def current_account() -> Standing:
    """Two confirm the account that replaces it, at once."""
    organisation = make_organisation()
    account = made_settlement.make_account(organisation)
    proposed = made_settlement.make_account(organisation, number="110-987-654321", confirmed=False)
    proposed_id, office, now = proposed.id, made_settlement.office("한확인"), made_settlement.SETTLING

    def replace(_row: BankAccount) -> None:
        row = db.session.get_one(BankAccount, proposed_id)
        settlement.confirm_account(row, number="110-987-654321", note="", actor=office, now=now)

    return Standing(account, {AccountVerb.REPLACE: replace})


def open_dispute() -> Standing:
    statement = made_settlement.make_draft()
    worker, office = made_settlement.staff_of(statement.organisation), made_settlement.office("최확인")
    now = made_settlement.SETTLING
    (line, *_others) = lines_of(statement)
    dispute = settlement.raise_dispute(line, reason="시간이 다름", must_act=MustAct.OFFICE, actor=worker, now=now)
    kept = DisputeOutcome.KEPT
    return Standing(
        dispute,
        {
            DisputeVerb.SETTLE: lambda row: settlement.settle_dispute(
                row, kept, quantity=None, note="맞음", actor=office, now=now
            ),
            DisputeVerb.HAND_OVER: lambda row: settlement.hand_dispute_over(
                row, MustAct.COORDINATOR, actor=office, now=now
            ),
        },
    )


def requested_override() -> Standing:
    scene = make_scene()
    programme = make_paying(scene.line.service)
    wanted = Wanted(scene.person.id, programme, 2026, 10_000)
    override = ledger.request_override(wanted, reason="수술 뒤", actor=scene.coordinator, now=NOW)
    chief, clerk = people.make_office(), people.make_office()
    ledger.set_spending_limit(clerk, 1_000_000, TODAY, actor=chief.actor, now=NOW)
    clerk_actor, asker = clerk.actor, scene.coordinator
    return Standing(
        override,
        {
            OverrideVerb.GRANT: lambda row: ledger.grant_override(row, note="", actor=clerk_actor, now=LATER),
            OverrideVerb.REFUSE: lambda row: ledger.refuse_override(row, note="안 됨", actor=clerk_actor, now=LATER),
            OverrideVerb.WITHDRAW: lambda row: ledger.withdraw_override(row, actor=asker, now=LATER),
        },
    )


def programme_draft() -> Standing:
    programme = made_programmes.make_programme()
    make_service(code="cleaning", name="청소")
    made_programmes.make_edition(programme, ProgrammeRules(services=("cleaning",)))
    edition = programmes.draft_edition(programme, TODAY + timedelta(days=10), actor=OFFICE, now=NOW)
    return Standing(
        edition,
        {
            EditionVerb.PUBLISH: lambda row: programmes.publish_edition(row, actor=OFFICE, now=LATER),
            EditionVerb.DISCARD: lambda row: programmes.discard_edition(row, actor=OFFICE, now=LATER),
        },
    )
