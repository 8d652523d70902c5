"""What the library holds, how an item is led on, and how the consent of somebody shown stands."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class LibraryKind(Worded):
    RESEARCH = "research", N_("연구")
    MANUAL = "manual", N_("다른 기관 매뉴얼")
    FORM = "form", N_("서식")
    PRESS = "press", N_("보도·홍보")


class LibraryState(Worded):
    SHOWN = "shown", N_("자료실에 있음"), "success"
    AWAY = "away", N_("자료실에서 내림")


class LibraryVerb(Worded):
    ADD = "add", N_("자료실에 올렸습니다")
    PUT_AWAY = "put_away", N_("자료실에서 내렸습니다")
    BRING_BACK = "bring_back", N_("자료실에 다시 올렸습니다")


_S, _V = LibraryState, LibraryVerb
LIBRARY_STATES = StateTable(
    "library_item",
    {
        (None, _V.ADD): _S.SHOWN,
        (_S.SHOWN, _V.PUT_AWAY): _S.AWAY,
        (_S.AWAY, _V.BRING_BACK): _S.SHOWN,
    },
)


class LibraryView(Worded):
    """Which items the list of the office shows."""

    SHOWN = "shown", N_("자료실에 있는 것")
    CLOSED = "closed", N_("동의가 없어 열 수 없는 것")
    AWAY = "away", N_("자료실에서 내린 것")


class ShownKind(Worded):
    """Who appears in press and publicity."""

    PERSON = "person", N_("사람")
    ORGANISATION = "organisation", N_("단체")


class ConsentWay(Worded):
    PAPER = "paper", N_("종이")
    PHONE = "phone", N_("전화")


class ConsentStanding(Worded):
    MISSING = "missing", N_("동의를 받지 않음"), "warning"
    RUNNING = "running", N_("동의함"), "success"
    OVER = "over", N_("동의 기간이 지남"), "warning"
    WITHDRAWN = "withdrawn", N_("동의를 거둠"), "danger"
