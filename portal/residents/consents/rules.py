"""What a consent or a refusal means for the application and for the services."""

from collections.abc import Collection, Mapping

from portal.core.messages import N_
from portal.residents.consents.states import ConsentKind

NEEDED_TO_APPLY = frozenset({ConsentKind.COLLECTION})
NEEDED_FOR_VISITS = frozenset({ConsentKind.COLLECTION, ConsentKind.SENSITIVE, ConsentKind.THIRD_PARTY})


def application_hindrance(answers: Mapping[ConsentKind, bool]) -> str | None:
    """Why no application can be taken with these answers; what was left open hinders nothing but visits."""
    if not all(answers.get(kind) for kind in NEEDED_TO_APPLY):
        return N_("개인정보 수집·이용에 동의하지 않으시면 신청을 받을 수 없습니다. 전화로 상담해 드립니다.")
    return None


def visit_hindrance(given: Collection[ConsentKind]) -> str | None:
    """Why no co-operative may be sent to someone who gave only these consents."""
    if set(given) >= NEEDED_FOR_VISITS:
        return None
    return N_("방문에 필요한 동의가 없어 협동조합에 연계할 수 없습니다.")
