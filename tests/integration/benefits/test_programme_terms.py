"""From when to when an edition is in force, in words."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.rules import ProgrammeRules
from portal.web.editions import term_words
from tests.factories.programmes import make_edition, make_programme


class TestTerm:
    @pytest.fixture
    def programme(self, session: Session) -> Programme:
        return make_programme()

    def test_tells_the_days_in_force(self, app: Flask, programme: Programme) -> None:
        first = make_edition(programme, ProgrammeRules(), starts_on=date(2026, 1, 1))
        second = make_edition(programme, ProgrammeRules(), starts_on=date(2026, 7, 1))
        with app.test_request_context():
            assert term_words(first) == "2026. 1. 1.(목)부터 2026. 6. 30.(화)까지"
            assert term_words(second) == "2026. 7. 1.(수)부터"

    def test_of_one_that_was_replaced_before_it_began_is_none(self, app: Flask, programme: Programme) -> None:
        replaced = make_edition(programme, ProgrammeRules(), starts_on=date(2026, 7, 1))
        make_edition(programme, ProgrammeRules(), starts_on=date(2026, 7, 1))
        with app.test_request_context():
            assert term_words(replaced) == "-"
