"""Two people send the form of one member at the same moment: what each changed is kept."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from portal.consortium.members.models import Organisation
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import MANGWON, SEOGYO, make_organisation
from tests.pages import sent_by

SEONGSAN = "1144072000"


def signed_in(app: Flask, user_id: UUID) -> PortalClient:
    """Signing in writes, and two who wrote at once in a test would not wait for each other on SQLite."""
    client = app.test_client()
    assert isinstance(client, PortalClient)
    client.sign_in(user_id)
    return client


def test_both_changes_are_kept(app: Flask, session: Session) -> None:
    organisation = make_organisation()
    people = [make_user(Role.OFFICE).id for _ in range(2)]
    address = f"/members/{organisation.id}/edit"
    session.commit()
    start = Barrier(2)
    clients = [signed_in(app, user_id) for user_id in people]

    def send(number: int) -> int:
        client = clients[number]
        sent = sent_by(client.get(address).get_data(as_text=True), "shown")
        sent |= {"dong_codes": [MANGWON, SEOGYO, SEONGSAN]} if number else {"address": ["성미산로 1"]}
        start.wait()
        return client.post(address, data={k: v for k, v in sent.items() if k != "form_key"}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, range(2))) == [303, 303]
    session.expire_all()
    kept = session.get_one(Organisation, organisation.id)
    assert (kept.address, len(kept.areas)) == ("성미산로 1", 3)
