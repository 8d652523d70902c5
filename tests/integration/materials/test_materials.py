"""The office adds materials to an open event; anybody fetches them once it is announced, and after it."""

import io

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal.consortium.events.actions import announce_event, call_off_event, save_event
from portal.consortium.materials.actions import add_material, remove_material
from portal.consortium.materials.files import FILES
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.documents.added import MOST
from portal.documents.sent import Sent
from tests.client import PortalClient
from tests.factories.accounts import make_staff, make_user
from tests.factories.consortium import NOW, OFFICE
from tests.factories.events import OVER, details, make_event

PDF = b"%PDF-1.7\n% talk\n%%EOF\n"


def sent() -> Sent:
    return FILES.seal(PDF, new_id())


def test_anybody_fetches_it_once_the_event_is_announced_and_keeps_doing_so(
    app: Flask, client: PortalClient, session: Session
) -> None:
    staff, event = make_staff(Role.OFFICE), save_event(None, details(), actor=OFFICE, now=NOW)
    session.commit()
    desk, public, stranger = f"/open-events/{event.id}", f"/events/{event.id}", app.test_client()
    with time_machine.travel(NOW, tick=False):
        client.sign_in(staff.id)
        for data, name, status in ((b"MZ", "a.pdf", 422), (b"", "", 422), (PDF, "b.exe", 303)):
            form = {"title": "발표 1부", "file": (io.BytesIO(data), name)}
            assert client.post(f"{desk}/materials/new", data=form).status_code == status
        (named,) = FILES.kept.named().values()
        assert f"{desk}/materials/{named.owner}" in client.get(desk).get_data(as_text=True)
        assert client.get(f"{desk}/materials/{named.owner}").data == PDF
        assert stranger.get(f"{public}/materials/{named.owner}").status_code == 404
        announce_event(event, actor=OFFICE, now=NOW)
        other = make_event()
        session.commit()
        assert stranger.get(f"/events/{other.id}/materials/{named.owner}").status_code == 404
    with time_machine.travel(OVER, tick=False):
        client.sign_in(staff.id)
        assert "발표 1부" in stranger.get(public).get_data(as_text=True)
        with stranger.get(f"{public}/materials/{named.owner}") as answer:
            assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
            assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert client.post(f"{desk}/materials/{named.owner}/remove").status_code == 303
        assert stranger.get(f"{public}/materials/{named.owner}").status_code == 404


def test_only_the_office_adds_within_a_bound_and_never_to_one_called_off(session: Session) -> None:
    event, files = make_event(), [sent() for _ in range(MOST + 2)]
    with pytest.raises(Forbidden):
        add_material(event, "자료", files[0], actor=make_user(Role.COORDINATOR).actor, now=NOW)
    added = [add_material(event, "자료", each, actor=OFFICE, now=NOW) for each in files[:MOST]]
    with pytest.raises(DomainError, match="개까지 붙일 수"):
        add_material(event, "자료", files[-1], actor=OFFICE, now=NOW)
    call_off_event(event, "태풍", actor=OFFICE, now=NOW)
    remove_material(added[0], actor=OFFICE, now=NOW)
    with pytest.raises(Conflict):
        add_material(event, "자료", files[-1], actor=OFFICE, now=NOW)
