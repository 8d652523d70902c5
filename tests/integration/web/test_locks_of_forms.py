"""A form locks what it edits after what every act on it locks first, so that no two wait for each other."""

import pytest
from sqlalchemy.orm import Session

from tests.client import PortalClient
from tests.integration.web.editors import EDITORS, NOT_KEPT, changed
from tests.locking import locks
from tests.pages import sent_by

pytestmark = pytest.mark.on_postgresql

ORDERS = {
    "address": ("household", "person"),
    "who comes": ("household", "visit"),
    "minutes": ("meeting", "agenda_item"),
    "decision": ("meeting", "decision"),
    "task": ("meeting", "meeting_action"),
    "guest_address": ("meeting", "meeting_attendee"),
    "section": ("manual_edition", "manual_section"),
    "step": ("manual_edition", "manual_step"),
    "edition": ("programme", "programme_edition"),
    "policy": ("duty_policy", "duty_policy_edition"),
    "shown in press": ("library_item", "library_shown"),
}


@pytest.mark.parametrize("name", ORDERS)
def test_begins_with_what_stands_above(session: Session, client: PortalClient, name: str) -> None:
    editor = EDITORS[name][1]()
    client.sign_in(editor.user_id)
    shown = sent_by(client.get(editor.address).get_data(as_text=True), "shown")
    why = dict.fromkeys(NOT_KEPT.get(name, ()), "전화로 들음")
    sent = changed({key: values for key, values in shown.items() if key not in ("form_key", "csrf_token")}, why)
    with locks(*ORDERS[name]) as found:
        answer = client.post(editor.address, data=changed(sent, editor.one))
    assert answer.status_code == 303
    assert found == list(ORDERS[name])
