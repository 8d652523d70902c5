"""What was issued never changes."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.constraints import refusal_of
from portal.db.frozen import FrozenRow
from portal.manuals.models import Manual, ManualEdition, ManualSection, ManualStep
from portal.manuals.states import ManualEditionState, SectionKind


def test_two_manuals_never_bear_one_document_number(issued: ManualEdition, session: Session) -> None:
    """However two offices meet: whoever is second reads why."""
    session.add(Manual(code="second", title="둘째", document_number=issued.manual.document_number))
    with pytest.raises(IntegrityError) as refused:
        session.flush()
    assert "같은 문서번호를 받았습니다" in refusal_of(refused.value).message


class TestIssuedEditions:
    """Even code that forgets to ask cannot change what was issued."""

    def test_keep_their_facts(self, issued: ManualEdition, session: Session) -> None:
        issued.change_note = "다른 글"
        with pytest.raises(FrozenRow, match="change_note"):
            session.flush()

    def test_keep_their_text(self, issued: ManualEdition, session: Session) -> None:
        issued.sections[0].body = "다른 글"
        with pytest.raises(FrozenRow, match="body"):
            session.flush()

    def test_keep_their_steps(self, issued: ManualEdition, session: Session) -> None:
        issued.sections[1].steps[0].action = "다른 일"
        with pytest.raises(FrozenRow, match="action"):
            session.flush()

    def test_lose_no_step(self, issued: ManualEdition, session: Session) -> None:
        session.delete(issued.sections[1].steps[0])
        with pytest.raises(FrozenRow):
            session.flush()

    def test_gain_no_section(self, issued: ManualEdition, session: Session) -> None:
        session.add(ManualSection(edition_id=issued.id, kind=SectionKind.FAQ, position=9, heading="", body=""))
        with pytest.raises(FrozenRow):
            session.flush()

    def test_gain_no_step(self, issued: ManualEdition, session: Session) -> None:
        step = ManualStep(section_id=issued.sections[1].id, position=3, name="", who="", action="")
        session.add(step)
        with pytest.raises(FrozenRow):
            session.flush()

    def test_may_only_become_superseded(self, issued: ManualEdition, session: Session) -> None:
        issued.state = ManualEditionState.SUPERSEDED
        session.flush()
        session.expire_all()
        assert issued.state is ManualEditionState.SUPERSEDED
