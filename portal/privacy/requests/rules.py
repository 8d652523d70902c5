"""By when a request is answered, what may become of it, and what erasing leaves (개인정보 보호법 제35조–제38조)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from portal.core.messages import N_
from portal.core.urgency import is_day_over
from portal.core.workdays import add_workdays, next_workday
from portal.privacy.requests.states import Ground, ReplyBy, RightsKind, RightsVerb, StopWhat

DAYS = 10
"""To answer, by the calendar, from the day after the request came (시행령 제41조, 제43조, 제44조; 민법 제157조)."""

WARNED_BEFORE = 2
"""So many working days before the last one, whoever has not answered is reminded."""

LONGEST_EXTENSION = timedelta(days=30)
"""The law sets none: no answer waits longer, whatever the reason."""

OPEN_AT_MOST = 5
"""Of one person; whoever asks more telephones."""

K, V = RightsKind, RightsVerb

DECISIONS: Mapping[RightsKind, tuple[RightsVerb, ...]] = {
    K.SEE: (V.GRANT, V.GRANT_PARTLY, V.DECLINE),
    K.CORRECT: (V.GRANT, V.GRANT_PARTLY, V.DECLINE),
    K.DELETE: (V.GRANT, V.DECLINE),
    K.STOP: (V.GRANT, V.GRANT_PARTLY, V.DECLINE),
    K.ASK: (V.GRANT,),
}
NEEDS_GROUND = frozenset({V.GRANT_PARTLY, V.DECLINE})
GRANTING = frozenset({V.GRANT, V.GRANT_PARTLY})
PUT_OFF = frozenset({K.SEE, K.ASK})
"""The law lets only the seeing be put off (제35조 제3항); for a question it sets no time at all."""

GROUNDS: Mapping[RightsKind, tuple[Ground, ...]] = {
    K.SEE: (Ground.SEE_LAW, Ground.SEE_OTHERS, Ground.NOT_IDENTIFIED),
    K.CORRECT: (Ground.NOT_WRONG, Ground.NOT_IDENTIFIED),
    K.DELETE: (Ground.MUST_KEEP, Ground.NOT_IDENTIFIED),
    K.STOP: (Ground.STOP_LAW, Ground.STOP_OTHERS, Ground.STOP_CONTRACT, Ground.NOT_IDENTIFIED),
    K.ASK: (),
}

STOPPING: Mapping[StopWhat, str] = {
    StopWhat.THIRD_PARTY: N_(
        "협동조합이 바로 볼 수 없게 되고, 새 방문을 잡지 못합니다. 잡힌 방문은 전화로 여쭙습니다."
    ),
    StopWhat.OTHER_BODIES: N_("부탁해 둔 다른 기관에 그만 쓰도록 말합니다. 그 기관의 도움은 전화로 여쭙습니다."),
    StopWhat.SENSITIVE: N_(
        "건강에 관한 동의가 거두어집니다. 부탁해 둔 다른 기관에도 알리고, 꼭 필요한 서비스는 전화로 여쭙습니다."
    ),
    StopWhat.PUBLICITY: N_("홍보에 쓰지 않습니다. 서비스는 그대로입니다."),
    StopWhat.WATCHING: N_("기기의 신호를 바로 받지 않습니다. 안부는 전화로 여쭙습니다."),
    StopWhat.NIGHT_WATCHING: N_("밤에는 기기로 살피지 않습니다. 낮에는 그대로입니다."),
    StopWhat.NEIGHBOUR: N_("이웃지킴이가 바로 볼 수 없게 됩니다. 안부는 담당 코디네이터가 여쭙니다."),
    StopWhat.COLLECTION: N_(
        "새 돌봄을 이어 갈 수 없습니다. 부탁해 둔 다른 기관에도 알리고, 마치는 일을 전화로 여쭙습니다."
    ),
    StopWhat.MESSAGES: N_("방문 알림도 문자와 메일로 가지 않고, 알릴 일은 전화로 말씀드립니다."),
}
"""What follows, as it is said before anybody presses the button."""

GOES_ON = (
    N_("로그인 인증번호, 이 요구에 대한 답, 개인정보 유출 안내는 멈추지 않습니다."),
    N_("누가 보고 고쳤는지 남기는 접속기록과 금액의 기록은 법에 따라 남습니다."),
    N_("생명이나 몸이 위급하면 119, 112, 의료기관에 바로 연락합니다."),
)
"""What does not stop, whatever is asked."""

STAYS = (
    N_("금액과 통계: 누구의 것인지 알 수 없게 만들어 남깁니다."),
    N_("누가 보고 고쳤는지 남긴 접속기록과 긴급 열람: 개인정보 보호법 제29조에 따라 보관하는 동안만 남깁니다."),
    N_("요구의 번호와 날, 파기 대장: 무엇을 했는지만 남기고 누구인지는 남기지 않습니다."),
)
"""What erasing leaves and why, as the answer says it."""


def last_day(received_on: date) -> date:
    """The tenth day; where that is a Saturday, Sunday or public holiday, the next working day (민법 제161조)."""
    return next_workday(received_on + timedelta(days=DAYS))


def warned_from(due_on: date) -> date:
    return add_workdays(due_on, -WARNED_BEFORE)


def is_late(due_on: date, ended_at: datetime | None, today: date) -> bool:
    """Whether it still waits after its last day."""
    return ended_at is None and is_day_over(due_on, today)


def reply_of(kind: RightsKind, wanted: ReplyBy, *, has_account: bool) -> ReplyBy:
    """Nobody who has no account, or whose account goes with the file, reads the answer on a page."""
    return wanted if has_account and kind is not RightsKind.DELETE else ReplyBy.LETTER
