"""What the founding documents name is to be seen in the demonstration, at the address that the docs give."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.queries import staff_by_email
from tests.client import PortalClient

pytestmark = pytest.mark.on_sqlite
NAMED = "named there"


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
