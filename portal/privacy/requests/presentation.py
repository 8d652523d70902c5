"""How a request is told to whoever asked, and to the office."""

from collections.abc import Iterable, Mapping

from portal.audit.models import AuditEntry
from portal.audit.queries import names_of
from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.core.worded import Worded
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.rules import STOPPING
from portal.privacy.requests.states import RightsKind, RightsState, StopWhat
from portal.privacy.seen.presentation import told
from portal.privacy.seen.queries import Reading
from portal.web.labels import label
from portal.web.words import gettext as _

INTRODUCTIONS: Mapping[RightsKind, str] = {
    RightsKind.SEE: N_("보관하고 있는 것을 보여 드립니다. 내 돌봄에서 사본을 지금 바로 받으실 수도 있습니다."),
    RightsKind.CORRECT: N_("틀린 것을 고쳐 드립니다. 전화번호나 주소는 내 정보에서 지금 바로 바꾸실 수도 있습니다."),
    RightsKind.DELETE: N_(
        "돌봄이 이어지는 동안에는 지울 수 없어 그만두시려는지 여쭙습니다. 지우면 되돌릴 수 없고 내 돌봄도 닫힙니다."
    ),
    RightsKind.STOP: N_("고르신 것을 멈춥니다. 멈추면 무엇이 뒤따르는지 아래에서 보십시오."),
    RightsKind.ASK: N_("내 정보를 누가 왜 보았는지, 어떻게 쓰는지 물으실 수 있습니다."),
}

DOORS: Mapping[RightsKind, str] = {
    RightsKind.SEE: N_("보관하고 있는 것을 보여 드립니다."),
    RightsKind.CORRECT: N_("틀린 것을 고쳐 드립니다."),
    RightsKind.DELETE: N_("돌봄을 그만두실 때 지웁니다."),
    RightsKind.STOP: N_("고르신 것을 멈춥니다."),
    RightsKind.ASK: N_("누가 왜 보았는지 물으실 수 있습니다."),
}
"""What stands on the way to each, in a few words."""


def reading_words(reading: Reading) -> str:
    """One opening of the record, as the person reads it: role, organisation, time, what and why."""
    who, what, why = told(reading)
    return f"{format_moment(reading.at)} {who}: {what}, {why}"


def opened_by(entry: AuditEntry) -> str:
    """Who it was, for the office alone."""
    (name,) = names_of([entry])
    return _("%(name)s, %(at)s", name=name, at=format_moment(entry.at))


def stop_hints() -> dict[str, str]:
    """What follows, below each choice."""
    return {each.value: _(STOPPING[each]) for each in StopWhat}


def state_words(request: RightsRequest) -> str:
    """A question is answered, not granted."""
    is_answered_question = request.kind is RightsKind.ASK and request.state is RightsState.GRANTED
    return _("답함") if is_answered_question else label(request.state)


def in_words(sentences: Iterable[str]) -> list[str]:
    """Message ids in the language of the page; what was filled in already stays as it is."""
    return [_(each) for each in sentences]


def labels(members: Iterable[Worded]) -> str:
    return ", ".join(map(label, members))
