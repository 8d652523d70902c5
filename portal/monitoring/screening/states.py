"""What the isolation questionnaire says of somebody, and the course of its editions."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class RiskLevel(Worded):
    """How much somebody is in danger of being alone with it (domain.md §8); NONE is a finding, not the lack of one."""

    HIGH = "high", N_("고립 위험 높음"), "danger"
    MIDDLE = "middle", N_("고립 위험 보통"), "warning"
    LOW = "low", N_("고립 위험 낮음"), "info"
    NONE = "none", N_("고립 위험 없음"), "success"


class Reply(Worded):
    """The answer to one question; whoever does not answer is neither well nor in danger."""

    YES = "yes", N_("예")
    NO = "no", N_("아니요")
    DECLINED = "declined", N_("답하지 않음"), "neutral"


class ScreenedBy(Worded):
    """How somebody was asked."""

    MEETING = "meeting", N_("만나서")
    CALL = "call", N_("전화로")
    PAPER = "paper", N_("종이에 적어서")


class ScreeningEditionState(Worded):
    DRAFT = "draft", N_("고치는 중"), "warning"
    PUBLISHED = "published", N_("쓰는 중"), "success"
    REPLACED = "replaced", N_("새 판으로 바뀜"), "neutral"


class ScreeningEditionVerb(Worded):
    BEGIN = "begin", N_("새 판을 쓰기 시작했습니다")
    PUBLISH = "publish", N_("펴냈습니다")
    REPLACE = "replace", N_("새 판으로 바꾸었습니다")


SCREENING_EDITION_STATES = StateTable(
    "screening_edition",
    {
        (None, ScreeningEditionVerb.BEGIN): ScreeningEditionState.DRAFT,
        (ScreeningEditionState.DRAFT, ScreeningEditionVerb.PUBLISH): ScreeningEditionState.PUBLISHED,
        (ScreeningEditionState.PUBLISHED, ScreeningEditionVerb.REPLACE): ScreeningEditionState.REPLACED,
    },
)
