"""No sentence promises a message by itself: what is said of one is made of what was queued or will be."""

import re
from pathlib import Path

import pytest

from tests.arch.sources import ROOT, name_of, python_files

PROMISES = re.compile(
    r"알렸습니다|알립니다|보냈습니다|문자가( 한 번)? 갑니다|(문자를|문자로도?|메일을|메일로) 보(냅|내)"
)
MADE_OF_WHAT_IS_QUEUED = {
    "portal/notifications/states.py",
    "portal/notifications/telling.py",
}
TRUE = {
    "다른 이용 방법이 있다고 알립니다.": "by text, by mail or by a call: the sentence behind it says which",
    "%(days)s에 다시 알립니다.": "reminders are queued for a text, a mail or a call",
    "돌아가셔서 마치면 아무것도 보내지 않습니다. 남은 방문과 연계는 함께 취소하고 협동조합에 메일을 보냅니다.": "a "
    "co-operative always has an address",
    "남은 방문과 연계는 함께 취소하고 협동조합에 메일을 보냅니다.": "the same",
    "배정할 때 이용자에게 문자로 알립니다.": "the number is what the text names",
    "번호를 적어 두십시오. 문자로도 보냅니다.": "shown where a text is on its way",
    "%(email)s로 확인 메일을 보냅니다. 메일의 주소를 열면 바뀝니다.": "a mail to the address that was typed",
    "바꾸면 다른 기기에서는 로그아웃되고, 지금 주소에 바뀌었다고 알립니다.": "staff always have an address",
    "%(email)s로 초대 메일을 보냅니다.": "an invitation always has an address",
    "초대 메일을 다시 보냅니다. 앞의 주소는 이제 열리지 않습니다.": "the same",
    "%(span)s 동안 한 번 쓸 수 있는 주소를 메일로 보냅니다.": "the same",
    "직원 이메일을 적으시면 비밀번호를 새로 정하는 주소를 보냅니다.": "to staff, as it says",
    "바꾸고 싶은 시간을 알렸습니다: %(wish)s": "the wish stands on the coordinator's desk",
    "같은 화면에서 이미 다른 내용을 보냈습니다. 새로 고친 뒤 다시 보내 주십시오.": "a form, not a message",
    "사무국이 돌려보냈습니다": "a statement, not a message",
    "돌려보냈습니다": "the same",
    "계좌를 돌려보냈습니다. 전에 쓰던 계좌는 그대로입니다.": "an account, not a message",
    "돌려보냈습니다. 달 화면에서 다시 만들 수 있습니다.": "a statement, not a message",
    "고쳐 달라고 돌려보냈습니다": "a manual, not a message",
    "기한이 다가오면 %(hours)s 전에 담당자에게, 기한을 넘기면 사무국에 알립니다.": "staff find it among "
    "what they were told",
    "쉬는 날이 끼면 그 전 근무일에 미리 알립니다.": "the same",
    "나중에 붙인 자료는 모아서 이미 초대받은 분들께 메일 한 통으로 알립니다.": "the job papers.tell does",
    "거절했습니다. 코디네이터의 처리할 연계에 올렸습니다.": "it stands there",
    "대리인께 메일로 보내기": "where an address is typed next",
    "확인하실 주소를 그분께 메일로 보냈습니다.": "shown where the address stands",
    "이미 보냈습니다. 잘못 적으셨으면 사무국에 알려 주십시오.": "a mail to the address that was typed",
    "회의록을 확인하실 주소를 대리인께 보냈습니다.": "the same",
    "%(name)s 님이 대리로 참석하셨습니다. 적어 주신 주소로 회의록을 읽고 확인하실 수 있게 메일을 보냅니다.": "the same",
}
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def texts_of(source: str) -> list[str]:
    """Whatever stands between quotation marks on one line; comments do not."""
    lines = (line for line in source.splitlines() if not line.lstrip().startswith("#"))
    return [text for line in lines for text in QUOTED.findall(line)]


def promises_in(source: str) -> set[str]:
    return {text for text in texts_of(source) if PROMISES.search(text)}


def sources() -> list[Path]:
    return [*python_files("portal"), *sorted((ROOT / "portal").rglob("*.html"))]


def test_no_sentence_promises_a_message_by_itself() -> None:
    found: dict[str, set[str]] = {}
    for path in sources():
        name = name_of(path)
        if name in MADE_OF_WHAT_IS_QUEUED or name.startswith("portal/demo/"):
            continue
        promised = promises_in(path.read_text("utf-8")) - TRUE.keys()
        if promised:
            found[name] = promised
    assert found == {}


def test_every_exception_stands_somewhere() -> None:
    everything = {text for path in sources() for text in texts_of(path.read_text("utf-8"))}
    assert TRUE.keys() - everything == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('flash(_("두 분께 알렸습니다."))', {"두 분께 알렸습니다."}),
        ('<p>{{ _("이용자께 마친다는 문자가 갑니다.") }}</p>', {"이용자께 마친다는 문자가 갑니다."}),
        ('flash(_("예약했습니다. 이용자께 문자를 보냅니다."))', {"예약했습니다. 이용자께 문자를 보냅니다."}),
        ('flash(_("방문을 취소했습니다."))', set()),
    ],
)
def test_the_guard_finds_promises(source: str, found: set[str]) -> None:
    assert promises_in(source) == found
