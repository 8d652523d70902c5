"""What was digested once is digested alike for good: sealed minutes keep their fingerprint and their kept PDF."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from portal.consortium.meetings.paper import Added
from portal.documents.actions import digest_of
from portal.documents.minutes import Confirmation, Minutes, Participant
from portal.documents.model import Signer
from portal.documents.points import AgendaItem
from portal.documents.tabled import TabledPaper

AT = datetime(2026, 11, 5, 5, 0, tzinfo=UTC)
CLOSED = AT.replace(hour=8)
NUMBER = "회의록 제2026-000001호"
CONFIRMED = Confirmation("마포구청", "김하나", "확인함 2026. 11. 6.(금) 10:20")
MINUTES = Minutes(
    kind="실무회의",
    number=3,
    name="컨소시엄 실무회의",
    host="사무국",
    starts_at=AT,
    ends_at=AT.replace(hour=7),
    place="3층",
    attendees=(Participant("마포구청", "주무관", "김하나"),),
    writer="한지원",
    closed_at=CLOSED,
    agenda=(AgendaItem("세탁기", "한 대를 삽니다."),),
    document_number=NUMBER,
    confirmations=(CONFIRMED,),
    signers=(Signer("작성", "한지원"),),
)
FINGERPRINT = "fd1fd62ed837b99ccd0e98cf77f3b05a50dacbcf886d0774bb7d21e754114305"
"""Of `MINUTES`, by the code that knew neither papers nor signatures drawn by hand. It never changes."""
KEY = "a86499eb05379acc8f82541ad33f48a15da08a1f41875b06739bfa05c2b9237b"
"""Of a kept PDF, by the same code."""


def test_minutes_without_papers_and_signatures_have_the_digest_that_they_always_had() -> None:
    added = Added(NUMBER, "ab", ((UUID(int=2), "고침"),), ("이의",), (CONFIRMED,))
    assert digest_of(MINUTES) == FINGERPRINT
    assert digest_of(UUID(int=1), CLOSED, added) == KEY
    assert f"{CONFIRMED!r}" == f"Confirmation(organisation='마포구청', name='김하나', said='{CONFIRMED.said}')"


def test_what_they_say_more_is_digested() -> None:
    papers = (TabledPaper("예산안", "PDF · 24 Bytes", "1a2b"),)
    signed = (replace(CONFIRMED, signature="10,90 34,60"),)
    more = (MINUTES, replace(MINUTES, papers=papers), replace(MINUTES, confirmations=signed))
    assert len({digest_of(each) for each in more}) == len(more)
