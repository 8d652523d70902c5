"""Items of the library, and who appears in press and publicity."""

from datetime import timedelta
from typing import Any

from portal.accounts.models import User
from portal.consortium.library.actions import Consent, ItemFacts, add_item, note_shown
from portal.consortium.library.files import FILES
from portal.consortium.library.models import LibraryItem, LibraryShown
from portal.consortium.library.states import ConsentWay, LibraryKind, ShownKind
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.documents.sent import Sent
from tests.factories.consortium import NOW, TODAY

PDF = b"%PDF-1.7\n% library\n%%EOF\n"
UNTIL = TODAY + timedelta(days=30)


def facts(**values: Any) -> ItemFacts:
    given: dict[str, Any] = {
        "kind": LibraryKind.RESEARCH,
        "title": "1인가구 욕구 조사",
        "made_by": "이웃돌봄연구모임",
        "published_on": TODAY,
        "about": "어디에 먼저 알릴지 정할 때 봅니다.",
        "subjects": "청소, 발굴",
        "address": "",
        "appearing": None,
    }
    return ItemFacts(**(given | values))


def sent(data: bytes = PDF) -> Sent:
    return FILES.seal(data, new_id())


def make_item(actor: Actor, kind: LibraryKind = LibraryKind.RESEARCH, **values: Any) -> LibraryItem:
    return add_item(facts(kind=kind, **values), sent(), actor=actor, now=NOW)


def make_press(actor: Actor, appearing: int = 1) -> LibraryItem:
    return make_item(actor, LibraryKind.PRESS, title="문 앞의 이웃", appearing=appearing)


def press_address(office: User) -> str:
    return f"/library/{make_press(office.actor).id}"


def make_shown(item: LibraryItem, actor: Actor, name: str = "나한결", *, agrees: bool = True) -> LibraryShown:
    consent = Consent(TODAY, ConsentWay.PAPER, UNTIL) if agrees else None
    return note_shown(item, ShownKind.PERSON, name, consent, actor=actor, now=NOW)
