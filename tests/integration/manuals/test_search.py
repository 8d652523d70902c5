"""Words are found in the sections of editions in force, and in earlier ones by choice."""

from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.actors import Actor
from portal.core.permissions import Role
from portal.db.search import SearchPosting, SearchText
from portal.manuals.actions import draft_edition, save_section
from portal.manuals.models import ManualEdition
from portal.manuals.searching import search_sections, shelve_what_is_missing
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.manuals import make_user, publish


@dataclass
class Two:
    """An edition that is no longer in force, and the one that took its place."""

    old: ManualEdition
    new: ManualEdition


@pytest.fixture
def two(issued: ManualEdition, author: Actor, reviewer: Actor, office: Actor) -> Two:
    draft = draft_edition(issued.manual, "환기", actor=author, now=issued.created_at)
    save_section(draft.sections[0], "목적", "한 시간 환기하며 **청소**합니다.", actor=author, now=issued.created_at)
    assert search_sections("환기하며", viewer=office) == []
    return Two(issued, publish(draft, reviewer, office))


def sections(typed: str, viewer: Actor, *, earlier: bool = False) -> list[tuple[int, str]]:
    hits = search_sections(typed, earlier=earlier, viewer=viewer)
    return [(hit.section.edition.number, hit.section.kind.value) for hit in hits]


def test_an_edition_in_force_is_found_and_earlier_ones_by_choice(two: Two, office: Actor) -> None:
    assert sections("환기", office) == [(2, "purpose")]
    assert sections("안전하게", office) == []
    assert sections("안전하게", office, earlier=True) == [(1, "purpose")]
    assert sections("청소", office, earlier=True) == [(2, "purpose"), (1, "purpose")]
    assert sections("방문 기록", office) == [(2, "procedure")]
    (hit,) = search_sections("청소", viewer=office)
    assert "".join(piece.text for piece in hit.pieces) == "목적 한 시간 환기하며 청소합니다."


def test_what_no_search_knows_is_shelved_by_the_worker(two: Two, office: Actor, session: Session) -> None:
    for table in (SearchPosting, SearchText):
        session.execute(delete(table))
    assert sections("환기", office) == []
    assert shelve_what_is_missing() == 2
    assert shelve_what_is_missing() == 0
    assert sections("환기", office) == [(2, "purpose")]
    assert sections("안전하게", office, earlier=True) == [(1, "purpose")]


def test_the_page_marks_the_words_and_no_address_has_them(client: PortalClient, two: Two, session: Session) -> None:
    session.commit()
    worker: User = make_user("최일꾼", Role.COORDINATOR)
    session.commit()
    assert "매뉴얼에서 찾기" in read(client, worker, "/manuals")
    answer = client.post("/manuals/search", data={"words": "환기 청소", "form_key": ""})
    assert answer.status_code == 303
    assert "환기" not in unquote(answer.location)
    page = read(client, worker, answer.location)
    assert "<mark>환기</mark>" in page
    assert 'href="/manuals/cleaning/editions/2#purpose"' in page
    for typed, told in (("창", "두 글자 이상"), ("없는낱말", "이 낱말이 들어 있는 항목이 없습니다")):
        assert told in read(client, worker, client.post("/manuals/search", data={"words": typed}).location)
