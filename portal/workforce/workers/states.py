"""What is checked of a worker, how they stand, and which wish of a household they do not meet."""

from portal.core.messages import N_
from portal.core.worded import Worded


class CheckKind(Worded):
    """What a co-operative must have seen before somebody goes to a household; that it was seen, never what it said."""

    CRIMINAL_RECORD = "criminal_record", N_("범죄경력 조회")
    HEALTH = "health", N_("건강진단")
    AGREEMENT = "agreement", N_("근로·비밀유지 계약")


class WorkerStanding(Worded):
    READY = "ready", N_("방문할 수 있음"), "success"
    ENDING = "ending", N_("확인이 곧 끝남"), "warning"
    LACKING = "lacking", N_("확인이 없음"), "danger"
    COMING = "coming", N_("일하기 전"), "info"
    LEFT = "left", N_("그만둠")


class UnmetWish(Worded):
    OTHER_SEX = "other_sex", N_("희망한 성별이 아님"), "warning"
    LANGUAGE = "language", N_("쓰는 말이 다름"), "warning"
