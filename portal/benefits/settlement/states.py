"""The course of a statement, of its lines, of a dispute, of drawing a month up and of a bank account."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class StatementState(Worded):
    DRAFT = "draft", N_("작성 중"), "progress"
    CHECKED = "checked", N_("협동조합 확인"), "info"
    SUBMITTED = "submitted", N_("제출됨"), "warning"
    APPROVED = "approved", N_("승인됨"), "success"
    PAID = "paid", N_("지급됨")


class StatementVerb(Worded):
    """`DRAW` begins a statement, and refreshes it while it is a draft."""

    DRAW = "draw", N_("장부에서 만들었습니다")
    CHECK = "check", N_("협동조합이 확인했습니다")
    UNCHECK = "uncheck", N_("협동조합이 확인을 거두었습니다")
    SUBMIT = "submit", N_("협동조합이 제출했습니다")
    RETURN = "return", N_("사무국이 돌려보냈습니다")
    APPROVE = "approve", N_("사무국이 승인했습니다")
    PAY = "pay", N_("지급했습니다")


S, V = StatementState, StatementVerb

STATEMENT_STATES = StateTable(
    "statement",
    {
        (S.DRAFT, V.DRAW): S.DRAFT,
        (S.DRAFT, V.CHECK): S.CHECKED,
        (S.CHECKED, V.SUBMIT): S.SUBMITTED,
        (S.CHECKED, V.UNCHECK): S.DRAFT,
        (S.CHECKED, V.RETURN): S.DRAFT,
        (S.SUBMITTED, V.APPROVE): S.APPROVED,
        (S.SUBMITTED, V.RETURN): S.DRAFT,
        (S.APPROVED, V.PAY): S.PAID,
    },
)
FROZEN = frozenset({S.APPROVED, S.PAID})
"""From the approval on nothing of a statement changes but that it is paid."""


class LineKind(Worded):
    """`VISIT` of the statement's own month, `LATE` of an earlier one; `REVERSAL` takes a line of an earlier
    statement back, `RESTATED` says what counts instead."""

    VISIT = "visit", N_("이달 방문"), "warning"
    LATE = "late", N_("앞 달 방문"), "warning"
    REVERSAL = "reversal", N_("앞 달 줄 빼기"), "warning"
    RESTATED = "restated", N_("바로잡은 줄"), "warning"


class DisputeState(Worded):
    OPEN = "open", N_("확인 중"), "warning"
    SETTLED = "settled", N_("정리됨"), "success"


class DisputeVerb(Worded):
    """`HAND_OVER`: somebody else must act now."""

    RAISE = "raise", N_("이의를 적었습니다")
    HAND_OVER = "hand_over", N_("확인할 곳을 바꾸었습니다")
    SETTLE = "settle", N_("이의를 정리했습니다")


DISPUTE_STATES = StateTable(
    "dispute",
    {
        (None, DisputeVerb.RAISE): DisputeState.OPEN,
        (DisputeState.OPEN, DisputeVerb.HAND_OVER): DisputeState.OPEN,
        (DisputeState.OPEN, DisputeVerb.SETTLE): DisputeState.SETTLED,
    },
)


class DisputeOutcome(Worded):
    """`KEPT`: the line was right. `CORRECTED`: the ledger says something else now, nothing at all perhaps."""

    KEPT = "kept", N_("그대로 맞습니다")
    CORRECTED = "corrected", N_("수량을 바로잡습니다")


class MustAct(Worded):
    COOPERATIVE = "cooperative", N_("협동조합이 확인합니다")
    COORDINATOR = "coordinator", N_("코디네이터가 확인합니다")
    OFFICE = "office", N_("사무국이 확인합니다")


class RunState(Worded):
    WAITING = "waiting", N_("차례를 기다림")
    RUNNING = "running", N_("만드는 중"), "progress"
    DONE = "done", N_("다 만듦"), "success"
    FAILED = "failed", N_("멈춤"), "danger"


class AccountState(Worded):
    """Of a bank account: it counts from the confirmation by a second person until another is confirmed."""

    PROPOSED = "proposed", N_("확인을 기다림"), "warning"
    CURRENT = "current", N_("지급 계좌"), "success"
    REFUSED = "refused", N_("돌려보냄"), "danger"
    REPLACED = "replaced", N_("예전 계좌")


class AccountVerb(Worded):
    PROPOSE = "propose", N_("계좌를 적었습니다")
    CONFIRM = "confirm", N_("다른 직원이 확인했습니다")
    REFUSE = "refuse", N_("돌려보냈습니다")
    REPLACE = "replace", N_("새 계좌로 바뀌었습니다")


ACCOUNT_STATES = StateTable(
    "bank_account",
    {
        (None, AccountVerb.PROPOSE): AccountState.PROPOSED,
        (AccountState.PROPOSED, AccountVerb.CONFIRM): AccountState.CURRENT,
        (AccountState.PROPOSED, AccountVerb.REFUSE): AccountState.REFUSED,
        (AccountState.CURRENT, AccountVerb.REPLACE): AccountState.REPLACED,
    },
)


class FileKind(Worded):
    """What a statement, or a month, can be taken away as."""

    PDF = "pdf", N_("PDF 문서")
    HWPX = "hwpx", N_("한글 문서 (HWPX)")
    XLSX = "xlsx", N_("엑셀 표 (XLSX)")
    BANK_XLSX = "bank-xlsx", N_("은행 대량이체 파일 (엑셀 XLSX)")
    BANK_UTF8 = "bank", N_("은행 대량이체 파일 (CSV, UTF-8)")
    BANK_CP949 = "bank-cp949", N_("은행 대량이체 파일 (CSV, CP949)")


OF_A_BANK = frozenset({FileKind.BANK_XLSX, FileKind.BANK_UTF8, FileKind.BANK_CP949})
