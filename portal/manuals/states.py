"""The course of an edition of a manual."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class ManualEditionState(Worded):
    DRAFT = "draft", N_("쓰는 중"), "progress"
    IN_REVIEW = "in_review", N_("검토 중"), "info"
    REVIEWED = "reviewed", N_("승인 기다림"), "warning"
    SCHEDULED = "scheduled", N_("시행 예정"), "info"
    PUBLISHED = "published", N_("시행 중"), "success"
    SUPERSEDED = "superseded", N_("지난 판")
    CALLED_OFF = "called_off", N_("시행하지 않음")
    DISCARDED = "discarded", N_("쓰지 않기로 함")


class ManualEditionVerb(Worded):
    DRAFT = "draft", N_("새 판을 쓰기 시작했습니다")
    SUBMIT = "submit", N_("검토를 부탁했습니다")
    RETURN = "return", N_("고쳐 달라고 돌려보냈습니다")
    REVIEW = "review", N_("검토를 마쳤습니다")
    PUBLISH = "publish", N_("발행했습니다")
    RELEASE = "release", N_("시행하기 시작했습니다")
    CALL_OFF = "call_off", N_("시행하지 않기로 했습니다")
    SUPERSEDE = "supersede", N_("새 판으로 바뀌었습니다")
    DISCARD = "discard", N_("이 판을 더 쓰지 않기로 했습니다")


MANUAL_EDITION_STATES = StateTable(
    "manual_edition",
    {
        (None, ManualEditionVerb.DRAFT): ManualEditionState.DRAFT,
        (ManualEditionState.DRAFT, ManualEditionVerb.SUBMIT): ManualEditionState.IN_REVIEW,
        (ManualEditionState.DRAFT, ManualEditionVerb.DISCARD): ManualEditionState.DISCARDED,
        (ManualEditionState.IN_REVIEW, ManualEditionVerb.REVIEW): ManualEditionState.REVIEWED,
        (ManualEditionState.IN_REVIEW, ManualEditionVerb.RETURN): ManualEditionState.DRAFT,
        (ManualEditionState.REVIEWED, ManualEditionVerb.PUBLISH): ManualEditionState.SCHEDULED,
        (ManualEditionState.REVIEWED, ManualEditionVerb.RETURN): ManualEditionState.DRAFT,
        (ManualEditionState.SCHEDULED, ManualEditionVerb.RELEASE): ManualEditionState.PUBLISHED,
        (ManualEditionState.SCHEDULED, ManualEditionVerb.CALL_OFF): ManualEditionState.CALLED_OFF,
        (ManualEditionState.PUBLISHED, ManualEditionVerb.SUPERSEDE): ManualEditionState.SUPERSEDED,
    },
)


class ChangeSize(Worded):
    """How much an edition changes the work; whoever works by the manual is asked to confirm a major change."""

    MINOR = "minor", N_("작은 바뀜")
    MAJOR = "major", N_("큰 바뀜"), "warning"


class AskedRole(Worded):
    """Who is asked to confirm a major change besides the staff of members that do the service.

    Those of all members only read it: accepting stops for none that does no service by it.
    """

    COORDINATORS = "coordinators", N_("돌봄코디네이터")
    OFFICE = "office", N_("사무국")
    MEMBERS = "members", N_("모든 참여 기관의 직원")


class AttachmentKind(Worded):
    FORM = "form", N_("서식")
    ATTACHMENT = "attachment", N_("붙임")


class SectionKind(Worded):
    """The sections of a manual in their order."""

    PURPOSE = "purpose", N_("목적")
    SCOPE = "scope", N_("적용 범위")
    TERMS = "terms", N_("용어")
    ROLES = "roles", N_("역할과 책임")
    PROCEDURE = "procedure", N_("업무 절차")
    FORMS = "forms", N_("서식")
    EXCEPTIONS = "exceptions", N_("예외와 위기 대응")
    PRIVACY = "privacy", N_("개인정보 보호")
    FAQ = "faq", N_("자주 묻는 질문")
