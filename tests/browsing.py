"""How tests open a page and send a form as one of several people."""

from html import unescape
from typing import Any

from portal.accounts.models import User
from tests.client import PortalClient


def read(client: PortalClient, user: User, path: str, status: int = 200) -> str:
    """The page that `user` sees at `path`."""
    client.sign_in(user.id)
    response = client.get(path)
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


def send(client: PortalClient, user: User, path: str, status: int = 303, **data: Any) -> str:
    """What `user` is answered to a form with `data`."""
    client.sign_in(user.id)
    response = client.post(path, data=data)
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))
