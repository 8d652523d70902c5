"""The manuals that the portal ships with are published once."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.manuals.actions import load_manuals
from portal.manuals.actions.documents import paper_of
from portal.manuals.queries import edition_in_force, get_edition, get_manual, manuals, visit_steps
from portal.manuals.rules import a_year_after
from portal.manuals.states import ManualEditionState
from tests.factories.manuals import MORNING, make_actor, make_user


class TestLoading:
    def test_publishes_all_with_nine_sections_each(self, session: Session) -> None:
        three = [make_actor(name, Role.OFFICE) for name in ("김하늘", "이바다", "한지원")]
        added = load_manuals(author=three[0], reviewer=three[1], approver=three[2], now=MORNING)
        assert [manual.document_number for manual in added] == [f"MC-M-{number:02}" for number in range(1, 15)]
        for manual in manuals():
            edition = edition_in_force(manual.id)
            assert edition is not None
            assert (edition.number, edition.state) == (1, ManualEditionState.PUBLISHED)
            assert (edition.author_name, edition.reviewer_name, edition.approver_name) == ("김하늘", "이바다", "한지원")
            assert (manual.owner_id, manual.look_again_on) == (three[0].user_id, a_year_after(day_of(MORNING)))
            assert len(get_edition(edition.id).sections) == 9
            assert len(visit_steps(edition)) >= (6 if manual.code == "calling" else 10)

    def test_puts_none_in_force_before_it_was_written_and_approved(self, session: Session) -> None:
        three = [make_actor(name, Role.OFFICE) for name in ("김하늘", "이바다", "한지원")]
        for manual in load_manuals(author=three[0], reviewer=three[1], approver=three[2], now=MORNING):
            paper = paper_of(manual.editions[0])
            written, approved = paper.author.on, paper.approver and paper.approver.on
            assert written == approved == paper.effective_on == day_of(MORNING)

    def test_adds_nothing_the_second_time(self, session: Session) -> None:
        three = [make_actor(name, Role.OFFICE) for name in ("김하늘", "이바다", "한지원")]
        load_manuals(author=three[0], reviewer=three[1], approver=three[2], now=MORNING)
        assert load_manuals(author=three[0], reviewer=three[1], approver=three[2], now=MORNING) == []

    def test_needs_somebody_else_to_review(self, session: Session) -> None:
        one, other = make_actor("김하늘", Role.OFFICE), make_actor("한지원", Role.OFFICE)
        with pytest.raises(DomainError, match="검토"):
            load_manuals(author=one, reviewer=one, approver=other, now=MORNING)

    def test_the_command_names_its_people_by_e_mail(self, app: Flask, session: Session) -> None:
        users = [make_user(name, Role.OFFICE) for name in ("김하늘", "이바다", "한지원")]
        session.commit()
        options = [
            f"--{part}={user.email}" for part, user in zip(("author", "reviewer", "approver"), users, strict=True)
        ]
        told = app.test_cli_runner().invoke(args=["manuals", "load", *options])
        assert told.output == "14 manuals added\n"
        assert get_manual("cleaning").title == "청소 서비스 업무 매뉴얼"

    def test_the_command_refuses_a_stranger(self, app: Flask, session: Session) -> None:
        told = app.test_cli_runner().invoke(args=["manuals", "load", *["--author=x", "--reviewer=y", "--approver=z"]])
        assert told.exit_code != 0
        assert "nobody signs in with x" in told.output
