"""The words of assessments and plans."""

from flask_babel import gettext as _

from portal.benefits.eligibility.labels import say
from portal.benefits.eligibility.queries import PayerOption
from portal.coordinators.plans.states import AgreedBy, HowOften, NeedLevel, PlanState
from portal.core.messages import N_
from portal.web.labels import register_labels

AREA_LABELS = {
    "mobility": N_("움직임·외출"),
    "meals": N_("식사·영양"),
    "housekeeping": N_("청소·세탁"),
    "home_safety": N_("집 안 안전"),
    "health": N_("건강·약"),
    "relations": N_("사람 만남·마음"),
}


def cadence(how_often: HowOften, times: int) -> str:
    """주 2회, 한 번"""
    if how_often is HowOften.ONCE:
        return _("한 번")
    if how_often is HowOften.WEEKLY:
        return _("주 %(times)d회", times=times)
    if how_often is HowOften.FORTNIGHTLY:
        return _("2주에 %(times)d회", times=times)
    return _("월 %(times)d회", times=times)


def payer_words(option: PayerOption) -> str:
    """본인 부담 20% · 본인 부담이 가장 적은 사업입니다."""
    share = _("본인 부담 %(own)d%%", own=option.own_percent)
    return f"{share} · {say(option.rule)}"


def register() -> None:
    register_labels(
        PlanState,
        {
            PlanState.DRAFT: (N_("초안"), "info"),
            PlanState.AGREED: (N_("합의함"), "success"),
            PlanState.REPLACED: (N_("새 계획으로 바뀜"), "neutral"),
            PlanState.ENDED: (N_("끝남"), "neutral"),
        },
    )
    register_labels(
        AgreedBy,
        {
            AgreedBy.IN_PERSON: N_("만나서 합의"),
            AgreedBy.PHONE: N_("전화로 합의"),
            AgreedBy.ONLINE: N_("온라인으로 합의"),
        },
    )
    register_labels(
        HowOften,
        {
            HowOften.ONCE: N_("한 번만"),
            HowOften.WEEKLY: N_("한 주에"),
            HowOften.FORTNIGHTLY: N_("두 주에"),
            HowOften.MONTHLY: N_("한 달에"),
        },
    )
    register_labels(
        NeedLevel,
        {
            NeedLevel.NONE: (N_("필요 없음"), "neutral"),
            NeedLevel.SOME: (N_("조금 필요"), "warning"),
            NeedLevel.MUCH: (N_("많이 필요"), "danger"),
            NeedLevel.UNKNOWN: (N_("모름"), "neutral"),
        },
    )
