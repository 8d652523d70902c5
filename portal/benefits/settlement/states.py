"""The course of a statement, of its lines, of a dispute, of drawing a month up and of a bank account."""

from enum import StrEnum

from portal.core.states import StateTable


class StatementState(StrEnum):
    DRAFT = "draft"
    CHECKED = "checked"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PAID = "paid"


class StatementVerb(StrEnum):
    """`DRAW` begins a statement, and refreshes it while it is a draft."""

    DRAW = "draw"
    CHECK = "check"
    UNCHECK = "uncheck"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    PAY = "pay"


S, V = StatementState, StatementVerb

STATEMENT_STATES = StateTable(
    {
        (S.DRAFT, V.DRAW): S.DRAFT,
        (S.DRAFT, V.CHECK): S.CHECKED,
        (S.CHECKED, V.SUBMIT): S.SUBMITTED,
        (S.CHECKED, V.UNCHECK): S.DRAFT,
        (S.CHECKED, V.RETURN): S.DRAFT,
        (S.SUBMITTED, V.APPROVE): S.APPROVED,
        (S.SUBMITTED, V.RETURN): S.DRAFT,
        (S.APPROVED, V.PAY): S.PAID,
    }
)
FROZEN = frozenset({S.APPROVED, S.PAID})
"""From the approval on nothing of a statement changes but that it is paid."""


class LineKind(StrEnum):
    """`VISIT` of the statement's own month, `LATE` of an earlier one; `REVERSAL` takes a line of an earlier
    statement back, `RESTATED` says what counts instead."""

    VISIT = "visit"
    LATE = "late"
    REVERSAL = "reversal"
    RESTATED = "restated"


class DisputeState(StrEnum):
    OPEN = "open"
    SETTLED = "settled"


class DisputeOutcome(StrEnum):
    """`KEPT`: the line was right. `CORRECTED`: the ledger says something else now, nothing at all perhaps."""

    KEPT = "kept"
    CORRECTED = "corrected"


class MustAct(StrEnum):
    COOPERATIVE = "cooperative"
    COORDINATOR = "coordinator"
    OFFICE = "office"


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class AccountState(StrEnum):
    """Of a bank account: it counts from the confirmation by a second person until another is confirmed."""

    PROPOSED = "proposed"
    CURRENT = "current"
    REFUSED = "refused"
    REPLACED = "replaced"


class AccountVerb(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"
    REPLACE = "replace"


ACCOUNT_STATES = StateTable(
    {
        (AccountState.PROPOSED, AccountVerb.CONFIRM): AccountState.CURRENT,
        (AccountState.PROPOSED, AccountVerb.REFUSE): AccountState.REFUSED,
        (AccountState.CURRENT, AccountVerb.REPLACE): AccountState.REPLACED,
    }
)


class DownloadReason(StrEnum):
    PAYMENT = "payment"
    CHECK = "check"
    AUDIT = "audit"
    KEEPING = "keeping"
    OTHER = "other"


class FileKind(StrEnum):
    """What a statement, or a month, can be taken away as."""

    PDF = "pdf"
    HWPX = "hwpx"
    XLSX = "xlsx"
    BANK_UTF8 = "bank"
    BANK_CP949 = "bank-cp949"
