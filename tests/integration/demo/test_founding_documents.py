"""What the founding documents name is to be seen in the demonstration, at the address that the docs give."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.queries import staff_by_email
from tests.client import PortalClient
from tests.integration.demo.conftest import copy_of

pytestmark = pytest.mark.on_sqlite
NAMED = "named there"


@pytest.fixture(scope="module")
def demonstration(demonstration: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One of its own, because what is opened is written into the log."""
    with copy_of(demonstration, tmp_path_factory.mktemp("founding")) as app:
        yield app


def lines(project: Path) -> list[list[str]]:
    """The rows of the tables: what is named, who looks, where, and the words that stand there."""
    text = (project / "docs" / "founding-documents.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [row for row in rows if row[0] != NAMED and not row[0].startswith("---")]


def test_each_is_where_the_docs_say(demonstration: Flask, seeded: Session, project: Path) -> None:
    clients: dict[str, PortalClient] = {}
    missing = []
    for named, who, address, words in lines(project):
        if who not in clients:
            clients[who] = client = PortalClient(demonstration)
            client.checks = False
            if who != "-":
                user = staff_by_email(f"{who}@example.kr")
                assert user
                client.sign_in(user.id)
        answer = clients[who].get(address.strip("`"))
        shown = answer.get_data(as_text=True) if answer.status_code == 200 else ""
        missing += [(named, address, word) for word in words.split(", ") if word not in shown]
    assert missing == []
