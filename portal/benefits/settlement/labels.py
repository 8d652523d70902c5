"""The words and tones of statements, disputes, runs, accounts and reconciliations."""

from portal.benefits.settlement.findings import Gap, Wait
from portal.benefits.settlement.states import (
    AccountState,
    DisputeOutcome,
    DisputeState,
    DownloadReason,
    FileKind,
    LineKind,
    MustAct,
    RunState,
    StatementState,
    StatementVerb,
)
from portal.benefits.settlement.words import KINDS, MUST_ACT
from portal.core.messages import N_
from portal.web.labels import register_labels

S, V = StatementState, StatementVerb


def register() -> None:
    _register_statements()
    _register_disputes()
    _register_accounts()
    _register_files()
    _register_findings()


def _register_statements() -> None:
    register_labels(
        S,
        {
            S.DRAFT: (N_("작성 중"), "progress"),
            S.CHECKED: (N_("협동조합 확인"), "info"),
            S.SUBMITTED: (N_("제출됨"), "warning"),
            S.APPROVED: (N_("승인됨"), "success"),
            S.PAID: (N_("지급됨"), "neutral"),
        },
    )
    register_labels(
        V,
        {
            V.DRAW: N_("장부에서 만들었습니다"),
            V.CHECK: N_("협동조합이 확인했습니다"),
            V.UNCHECK: N_("협동조합이 확인을 거두었습니다"),
            V.SUBMIT: N_("협동조합이 제출했습니다"),
            V.RETURN: N_("사무국이 돌려보냈습니다"),
            V.APPROVE: N_("사무국이 승인했습니다"),
            V.PAY: N_("지급했습니다"),
        },
    )
    register_labels(LineKind, {kind: (words or N_("이달 방문"), "warning") for kind, words in KINDS.items()})
    register_labels(
        RunState,
        {
            RunState.WAITING: (N_("차례를 기다림"), "neutral"),
            RunState.RUNNING: (N_("만드는 중"), "progress"),
            RunState.DONE: (N_("다 만듦"), "success"),
            RunState.FAILED: (N_("멈춤"), "danger"),
        },
    )


def _register_disputes() -> None:
    register_labels(
        DisputeState, {DisputeState.OPEN: (N_("확인 중"), "warning"), DisputeState.SETTLED: (N_("정리됨"), "success")}
    )
    register_labels(
        DisputeOutcome,
        {DisputeOutcome.KEPT: N_("그대로 맞습니다"), DisputeOutcome.CORRECTED: N_("수량을 바로잡습니다")},
    )
    register_labels(MustAct, {who: MUST_ACT[who] for who in MustAct})


def _register_accounts() -> None:
    register_labels(
        AccountState,
        {
            AccountState.PROPOSED: (N_("확인을 기다림"), "warning"),
            AccountState.CURRENT: (N_("지급 계좌"), "success"),
            AccountState.REFUSED: (N_("돌려보냄"), "danger"),
            AccountState.REPLACED: (N_("예전 계좌"), "neutral"),
        },
    )


def _register_files() -> None:
    register_labels(
        DownloadReason,
        {
            DownloadReason.PAYMENT: N_("지급하려고"),
            DownloadReason.CHECK: N_("내용을 확인하려고"),
            DownloadReason.AUDIT: N_("감사나 점검에 내려고"),
            DownloadReason.KEEPING: N_("보관하려고"),
            DownloadReason.OTHER: N_("다른 까닭"),
        },
    )
    register_labels(
        FileKind,
        {
            FileKind.PDF: N_("PDF 문서"),
            FileKind.HWPX: N_("한글 문서 (HWPX)"),
            FileKind.XLSX: N_("엑셀 표 (XLSX)"),
            FileKind.BANK_UTF8: N_("은행 대량이체 파일 (CSV, UTF-8)"),
            FileKind.BANK_CP949: N_("은행 대량이체 파일 (CSV, CP949)"),
        },
    )


def _register_findings() -> None:
    register_labels(
        Gap,
        {
            Gap.VISIT_WITHOUT_CHARGE: (N_("방문은 있는데 장부에 없음"), "danger"),
            Gap.CHARGE_WITHOUT_VISIT: (N_("장부에는 있는데 방문이 없음"), "danger"),
            Gap.OUTCOME: (N_("방문과 장부의 결과가 다름"), "danger"),
            Gap.ARITHMETIC: (N_("수량 × 단가와 금액이 다름"), "danger"),
            Gap.PRICE: (N_("그날의 단가와 다름"), "danger"),
            Gap.ENTRIES: (N_("장부 기록의 합과 지원금이 다름"), "danger"),
            Gap.ACCOUNT: (N_("한도 계정과 기록의 합이 다름"), "danger"),
            Gap.LINES: (N_("명세서의 줄이 맞지 않음"), "danger"),
            Gap.TOTAL: (N_("명세서의 합계가 줄의 합과 다름"), "danger"),
        },
    )
    register_labels(
        Wait,
        {
            Wait.NOT_DRAWN: (N_("명세서를 다시 만들면 들어감"), "info"),
            Wait.DISPUTE: (N_("이의를 확인하는 중"), "warning"),
            Wait.CORRECTION: (N_("다음 달에 바로잡음"), "progress"),
        },
    )
