"""Two people at one form: each changes what they touched, and where both changed one value both are shown."""

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from wtforms import BooleanField, FormField, SelectMultipleField

from portal.consortium.meetings.forms import DiscussionForm, OwnedForm
from portal.residents.households.forms import FactForm, SameSexForm
from portal.web.day_fields import DayField
from portal.web.editing import SAME, EditingForm, marks_in
from portal.web.fields import LinesField, RowsField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice
from tests.client import PortalClient
from tests.integration.web.editor import Editor
from tests.integration.web.editors import EDITORS, NOT_KEPT, changed
from tests.integration.web.every_form import form_classes
from tests.pages import find_all, parse, sent_by, text_of

NOT_WALKED = {DiscussionForm, SameSexForm, OwnedForm, FactForm}
"""What is saved while it is typed has tests beside the minutes; of two values nobody can choose a third; the others
are only built upon."""

WRITES_ANEW = {"week", "budget", "charge"}
"""A line of its own each time, or figures that somebody confirms."""

Sent = dict[str, list[str]]


class Person:
    """Somebody who opened the page."""

    def __init__(self, client: PortalClient, editor: Editor) -> None:
        self.client, self.editor = client, editor
        client.sign_in(editor.user_id)

    def opened(self) -> Sent:
        answer = self.client.get(self.editor.address)
        assert answer.status_code == 200
        return sent_by(answer.get_data(as_text=True), "shown")

    def sends(self, sent: Sent, status: int = 303) -> str:
        sent = {name: values for name, values in sent.items() if name not in ("form_key", "csrf_token")}
        answer = self.client.post(self.editor.address, data=sent)
        page = answer.get_data(as_text=True)
        assert answer.status_code == status, text_of(parse(page))[:2000] if page else answer.status
        return page


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("name", "prepare"), [(name, prepare) for name, (_form, prepare) in EDITORS.items()])
class TestEveryEditingForm:
    @pytest.fixture
    def editor(self, session: Session, prepare: Callable[[], Editor]) -> Editor:
        return prepare()

    @pytest.fixture
    def somebody(self, client: PortalClient, editor: Editor) -> Person:
        return Person(client, editor)

    def test_keeps_what_each_of_two_changed(self, editor: Editor, somebody: Person, name: str) -> None:
        one, other = somebody.opened(), somebody.opened()
        somebody.sends(changed(one, editor.one))
        somebody.sends(changed(other, editor.other))
        wanted = {key: value for key, value in (editor.one | editor.other).items() if key not in NOT_KEPT.get(name, ())}
        kept = somebody.opened()
        assert {key: " ".join(kept[key]).split() for key in wanted} == {key: wanted[key].split() for key in wanted}

    def test_says_so_where_nothing_was_changed(self, editor: Editor, somebody: Person, name: str) -> None:
        """Nobody should believe that they changed what stood there before."""
        somebody.sends(changed(somebody.opened(), editor.one))
        somebody.client.get(editor.address)
        why = {field: editor.one.get(field, "전화로 들음") for field in NOT_KEPT.get(name, ())}
        somebody.sends(changed(somebody.opened(), why))
        assert (SAME in somebody.client.get(editor.address).get_data(as_text=True)) is (name not in WRITES_ANEW)

    def test_shows_both_values_where_two_changed_one(self, editor: Editor, somebody: Person, name: str) -> None:
        field = next(iter(editor.one))
        somebody.sends(changed(somebody.opened(), editor.one))
        one, other = somebody.opened(), somebody.opened()
        somebody.sends(changed(one, editor.one | {field: editor.meeting[0]}))
        page = somebody.sends(changed(other, editor.one | {field: editor.meeting[1]}), 422)
        told = comparison_in(page)
        assert all(words in told for words in editor.words or editor.meeting)
        assert somebody.opened()[field] == [editor.meeting[0]]
        again = sent_by(page, "shown")
        assert again[field] == [editor.meeting[1]]
        somebody.sends(again)
        assert somebody.opened()[field] == [editor.meeting[1]]


def comparison_in(page: str) -> str:
    return " ".join(text_of(part) for part in find_all(parse(page), "section") if part.get("class") == "conflict")


def is_written(kind: type) -> bool:
    """Whether the class stands in its module; others were made by other tests for one thing."""
    return getattr(sys.modules[kind.__module__], kind.__name__, None) is kind


def test_every_editing_form_is_walked() -> None:
    walked = {form for form, _prepare in EDITORS.values() if form is not None}
    editing = {kind for kind in form_classes() if issubclass(kind, EditingForm) and is_written(kind)} - {EditingForm}
    assert editing - NOT_WALKED == walked


class Line(PortalForm):
    class Meta:
        csrf = False

    need = TextField("필요")
    day = DayField("날")


class Sample(EditingForm):
    name = TextField("이름")
    text = LinesField("글")
    day = DayField("날")
    agreed = BooleanField("동의")
    dongs = SelectMultipleField("동", choices=[choice("1", "망원"), choice("2", "서교")])
    lines = RowsField(FormField(Line), "줄")


KEPT: dict[str, Any] = {
    "name": "홍길동", "text": "하나\r\n둘", "day": None, "agreed": False, "dongs": ["2", "1"],
    "lines": [{"need": "청소", "day": None}],
}  # fmt: skip
SENT: Sent = {
    "name": ["홍길동"],
    "text": ["하나\n둘"],
    "dongs": ["1", "2"],
    "lines-0-need": ["청소"],
    "lines-0-day": [""],
}


@pytest.mark.usefixtures("session")
class TestMerging:
    @pytest.fixture(autouse=True)
    def _app(self, app: Flask) -> None:
        self.app = app

    def shown(self, kept: dict[str, Any]) -> str:
        with self.app.test_request_context("/"):
            return str(Sample(data=kept).shown.data)

    def sent(self, kept: dict[str, Any], **sent: Any) -> Sample:
        with self.app.test_request_context("/", method="POST", data=SENT | {"shown": self.shown(KEPT)} | sent):
            form = Sample(data=kept)
            form.meta.csrf = False
            form._fields.pop("csrf_token", None)
            form.validate()
            return form

    def test_takes_what_stays_the_same_for_untouched(self) -> None:
        form = self.sent(
            KEPT | {"text": "셋", "dongs": ["1"], "agreed": True, "lines": [{"need": "식사", "day": None}]}
        )
        assert not form.errors
        assert (form.text.data, form.dongs.data, form.agreed.data) == ("셋", ["1"], True)
        assert [line["need"] for line in form.lines.data] == ["식사"]

    def test_meets_in_a_list_line_by_line(self) -> None:
        form = self.sent(KEPT | {"lines": [{"need": "청소", "day": None}, {"need": "식사", "day": None}]}, **{
            "lines-0-need": ["목욕"]
        })  # fmt: skip
        assert [difference.label for difference in form.differences] == ["줄"]
        assert [line["need"] for line in form.lines.data] == ["목욕"]

    def test_the_same_change_of_both_is_none(self) -> None:
        assert not self.sent(KEPT | {"name": "김하늘"}, name=["김하늘"]).errors

    def test_what_cannot_be_read_stays_as_it_was_typed(self) -> None:
        form = self.sent(KEPT | {"day": date(2026, 11, 23)}, day=["모레"])
        assert (form.differences, form.day.typed, bool(form.day.errors)) == ([], "모레", True)

    def test_sent_without_marks_everything_counts_as_typed(self) -> None:
        form = self.sent(KEPT | {"name": "김하늘"}, shown=[""])
        assert (form.errors, form.name.data) == ({}, "홍길동")

    def test_what_the_page_did_not_show_stays(self) -> None:
        marks = '{"name":"0"}'
        assert self.sent(KEPT | {"agreed": True}, shown=[marks], name=["이바다"]).agreed.data is True

    @pytest.mark.parametrize("odd", ["가", "[]", "1", '"a"', "[" * 9_000, '{"name":[1]}', "9" * 9_000])
    def test_marks_that_nobody_made_are_none(self, odd: str) -> None:
        assert set(marks_in(odd)) <= {"name"}
