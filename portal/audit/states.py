"""Why somebody takes a file away."""

from portal.core.messages import N_
from portal.core.worded import Worded


class DownloadReason(Worded):
    PAYMENT = "payment", N_("지급하려고")
    CHECK = "check", N_("내용을 확인하려고")
    CARE = "care", N_("돌봄에 쓰려고")
    REQUEST = "request", N_("본인이 달라고 하셔서")
    AUDIT = "audit", N_("감사나 점검에 내려고")
    KEEPING = "keeping", N_("보관하려고")
    OTHER = "other", N_("다른 까닭")
