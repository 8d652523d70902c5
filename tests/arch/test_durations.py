"""No sentence tells a span of time in letters: targets and reminders are settings, and their words follow them."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.arch.sources import ROOT

FIGURE = r"(?<![\d.])\d+ ?(?:분|시간|일|주|개월|달|년)"
KOREAN = r"하루|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘|보름|일주일|(?:한|두|세|석|넉) ?(?:시간|주|달|해)"
UNTIL = r"(?:이|가|을|를)? ?(?:안|동안|전(?!체)|뒤|후|이내|이상|넘|남|지나|지났|쯤|이면)"
SPAN = re.compile(f"(?:{FIGURE}|{KOREAN}){UNTIL}")

MEANT = {
    "what the manuals ask of whoever stands before a closed door": {"10분 넘게 기다렸습니다"},
    "the filter by what is due this week": {"7일 안"},
    "the week whose free places are shown, which no setting changes": {
        "%(dong)s 가까이에 앞으로 7일 동안 빈자리가 몇 개인지 보여 드립니다.",
        "앞으로 7일 동안 빈자리가 몇 개인지 보여 드립니다.",
        "앞으로 7일 동안은 빈자리가 없습니다.",
        "앞으로 7일 동안의 자리입니다. 날짜는 신청하신 뒤에 함께 정합니다.",
    },
    "how long answers of the feed of services may be kept, and the week of its places": {
        (
            "컨소시엄의 조합, 서비스, 시간, 동, 단가와 앞으로 7일의 빈자리입니다. "
            "Open Referral의 HSDS를 따르며 사람에 관한 것은 없습니다. "
            "답은 5분 동안 두고 쓰셔도 되고, ETag로 바뀌었는지 물으실 수 있습니다."
        )
    },
    "how long a text may be on its way": {
        "신청할 때 적은 번호여야 옵니다. 1분쯤 기다려도 오지 않으면 다시 받아 주십시오."
    },
    "within which the days of an individual support plan lie, which no setting changes": {
        "다음에 점검하는 날은 오늘 뒤 1년 안의 날이어야 합니다.",
        "시작하는 날을 오늘 앞뒤 1년 안의 날로 적어 주십시오.",
        "점검하는 날은 시작하는 날 뒤 1년 안의 날이어야 합니다.",
    },
    "an example": {"예: 병원에 입원하심, 3주쯤 걸림"},
}


def catalogue() -> list[str]:
    with (ROOT / "portal/translations/messages.pot").open(encoding="utf-8") as file:
        return [str(message.id) for message in read_po(file) if message.id]


def tells_a_span(text: str) -> bool:
    return SPAN.search(text) is not None


def test_only_what_is_meant_so_tells_a_span() -> None:
    assert {text for text in catalogue() if tells_a_span(text)} == set().union(*MEANT.values())


def test_the_help_page_tells_spans_by_its_places() -> None:
    text = (ROOT / "portal/web/data/help.md").read_text("utf-8")
    (on_its_way,) = (line for line in text.splitlines() if tells_a_span(line))
    assert "1분쯤 기다리고" in on_its_way


FOUND = ["3일 안에", "15분 안에", "사흘 전과", "하루가 남지 않아", "12개월을 넘을 수", "한 시간 안에", "10분이면"]
LET_BE = ["%(span)s 안에", "%(hours)d시간 동안", "24시간 지켜보는", "하루만 자리 내기", "마감한 달입니다", "한 해 전체"]


@pytest.mark.parametrize("text", FOUND)
def test_the_guard_finds_a_span(text: str) -> None:
    assert tells_a_span(text)


@pytest.mark.parametrize("text", LET_BE)
def test_the_guard_lets_other_words_be(text: str) -> None:
    assert not tells_a_span(text)
