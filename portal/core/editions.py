"""Rules that count from a day on: how their editions come about, and how one stands on a day."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class EditionState(Worded):
    DRAFT = "draft", N_("쓰는 중"), "progress"
    PUBLISHED = "published", N_("발행함"), "success"
    DISCARDED = "discarded", N_("버림")


class EditionVerb(Worded):
    DRAFT = "draft", N_("새 판을 쓰기 시작했습니다")
    PUBLISH = "publish", N_("발행했습니다")
    DISCARD = "discard", N_("이 판을 버렸습니다")


class EditionStanding(Worded):
    """How an edition stands on a day; `REPLACED` by a better one before it began."""

    DRAFT = "draft", N_("쓰는 중"), "progress"
    DISCARDED = "discarded", N_("버린 판")
    REPLACED = "replaced", N_("시작 전에 바꾼 판")
    AHEAD = "ahead", N_("시작 전"), "info"
    IN_FORCE = "in_force", N_("시행 중"), "success"
    PAST = "past", N_("지난 판")


TO_COME = frozenset({EditionStanding.DRAFT, EditionStanding.AHEAD})


def edition_states(kind: str) -> StateTable[EditionState, EditionVerb]:
    """The course of the editions of one kind of rules."""
    return StateTable(
        kind,
        {
            (None, EditionVerb.DRAFT): EditionState.DRAFT,
            (EditionState.DRAFT, EditionVerb.PUBLISH): EditionState.PUBLISHED,
            (EditionState.DRAFT, EditionVerb.DISCARD): EditionState.DISCARDED,
        },
    )
