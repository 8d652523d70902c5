"""The course of a care plan and its choices."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class PlanState(Worded):
    DRAFT = "draft", N_("초안"), "info"
    AGREED = "agreed", N_("합의함"), "success"
    REPLACED = "replaced", N_("새 계획으로 바뀜")
    ENDED = "ended", N_("끝남")


class PlanVerb(Worded):
    DRAFT = "draft", N_("초안을 썼습니다")
    AGREE = "agree", N_("이용자와 합의했습니다")
    REPLACE = "replace", N_("새 계획으로 바뀌었습니다")
    END = "end", N_("계획을 마쳤습니다")


PLAN_STATES = StateTable(
    "plan",
    {
        (None, PlanVerb.DRAFT): PlanState.DRAFT,
        (PlanState.DRAFT, PlanVerb.AGREE): PlanState.AGREED,
        (PlanState.DRAFT, PlanVerb.END): PlanState.ENDED,
        (PlanState.AGREED, PlanVerb.REPLACE): PlanState.REPLACED,
        (PlanState.AGREED, PlanVerb.END): PlanState.ENDED,
    },
)


class AgreedBy(Worded):
    """How the resident agreed."""

    IN_PERSON = "in_person", N_("만나서 합의")
    PHONE = "phone", N_("전화로 합의")
    ONLINE = "online", N_("온라인으로 합의")


class HowOften(Worded):
    ONCE = "once", N_("한 번만")
    WEEKLY = "weekly", N_("한 주에")
    FORTNIGHTLY = "fortnightly", N_("두 주에")
    MONTHLY = "monthly", N_("한 달에")


class Area(Worded):
    """What the short assessment looks at, each named like its column."""

    MOBILITY = "mobility", N_("움직임·외출")
    MEALS = "meals", N_("식사·영양")
    HOUSEKEEPING = "housekeeping", N_("청소·세탁")
    HOME_SAFETY = "home_safety", N_("집 안 안전")
    HEALTH = "health", N_("건강·약")
    RELATIONS = "relations", N_("사람 만남·마음")


class NeedLevel(Worded):
    """How much help is needed in one area of the short assessment."""

    NONE = "none", N_("필요 없음")
    SOME = "some", N_("조금 필요"), "warning"
    MUCH = "much", N_("많이 필요"), "danger"
    UNKNOWN = "unknown", N_("모름")
