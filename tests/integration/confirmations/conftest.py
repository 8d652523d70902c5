"""What the tests of those who are to read a manual share."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.factories.loops import Loop, make_loop


@pytest.fixture
def loop(app: Flask, session: Session) -> Loop:
    return make_loop(app, session)
