"""The course of an individual support plan and its choices."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class SupportState(Worded):
    DRAFT = "draft", N_("초안"), "info"
    AGREED = "agreed", N_("동의함, 시작 전"), "progress"
    IN_FORCE = "in_force", N_("시행 중"), "success"
    REPLACED = "replaced", N_("새 판으로 바뀜")
    ENDED = "ended", N_("끝남")


class SupportVerb(Worded):
    DRAFT = "draft", N_("개인별지원계획을 쓰기 시작했습니다")
    AGREE = "agree", N_("개인별지원계획에 동의하셨습니다")
    BEGIN = "begin", N_("개인별지원계획을 시작했습니다")
    REVIEW = "review", N_("개인별지원계획을 점검했습니다")
    REPLACE = "replace", N_("새 판으로 바뀌었습니다")
    END = "end", N_("개인별지원계획을 마쳤습니다")


SUPPORT_STATES = StateTable(
    "support_plan",
    {
        (None, SupportVerb.DRAFT): SupportState.DRAFT,
        (SupportState.DRAFT, SupportVerb.AGREE): SupportState.AGREED,
        (SupportState.DRAFT, SupportVerb.END): SupportState.ENDED,
        (SupportState.AGREED, SupportVerb.BEGIN): SupportState.IN_FORCE,
        (SupportState.AGREED, SupportVerb.REPLACE): SupportState.REPLACED,
        (SupportState.AGREED, SupportVerb.END): SupportState.ENDED,
        (SupportState.IN_FORCE, SupportVerb.REVIEW): SupportState.IN_FORCE,
        (SupportState.IN_FORCE, SupportVerb.REPLACE): SupportState.REPLACED,
        (SupportState.IN_FORCE, SupportVerb.END): SupportState.ENDED,
    },
)
HOLDING = (SupportState.AGREED, SupportState.IN_FORCE)
"""The person agreed to it, and nothing took its place."""

UNENDED = (SupportState.DRAFT, *HOLDING)


class DecidedBy(Worded):
    CONFERENCE = "conference", N_("통합지원회의")
    COORDINATOR = "coordinator", N_("담당 코디네이터")


class SignedBy(Worded):
    """How the person agreed, or somebody for them."""

    SIGNATURE = "signature", N_("본인이 종이에 서명")
    PHONE = "phone", N_("본인이 전화로 동의")
    PROXY = "proxy", N_("대리인이 동의")


class ScoredWhen(Worded):
    """When a goal was scored."""

    START = "start", N_("시작할 때")
    REVIEW = "review", N_("점검할 때")
    END = "end", N_("마칠 때")


class ScoredBy(Worded):
    PERSON = "person", N_("본인")
    TOGETHER = "together", N_("본인과 담당자가 함께")
    FAMILY = "family", N_("가족이나 대리인")
    COORDINATOR = "coordinator", N_("담당자")


class HandedBy(Worded):
    """How a body got its part."""

    IN_PERSON = "in_person", N_("직접 건넴")
    POST = "post", N_("등기우편")
    FAX = "fax", N_("팩스")
    MACHINE = "machine", N_("JSON 파일")


class StopFor(Worded):
    """Why a body shall not use its part any more."""

    TAKEN_BACK = "taken_back", N_("이용자가 그 기관에 그만 알리기를 바람")
    CONSENT = "consent", N_("개인정보 동의를 거두심")
    DIED = "died", N_("돌아가심")
    REPLACED = "replaced", N_("새 판에 없는 기관")
    ENDED = "ended", N_("계획을 마침")
