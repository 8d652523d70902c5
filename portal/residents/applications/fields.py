"""Fields and checks that only an application needs."""

from typing import Any

from wtforms import DateTimeLocalField, RadioField

from portal.core.clock import SEOUL, at
from portal.core.errors import DomainError
from portal.web.forms import translated
from portal.web.labels import choice
from portal.web.words import lazy_gettext as _

YES, NO, UNKNOWN = "yes", "no", "unknown"


class AnswerField(RadioField):
    """Yes, no, and where it is true: not known. `answer` is True, False or None."""

    def __init__(self, label: str, *, yes: str, no: str, unknown: str = "", **kwargs: Any) -> None:
        given = [choice(YES, yes), choice(NO, no), choice(UNKNOWN, unknown)]
        super().__init__(label, choices=given if unknown else given[:2], **kwargs)

    @property
    def answer(self) -> bool | None:
        return {YES: True, NO: False}.get(self.data or "")


class MomentField(DateTimeLocalField):
    """A day and a time in Seoul, to the minute; `data` is aware."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("날짜와 시각을 다시 골라 주십시오.")) from None
        typed, self.data = self.data, None
        if typed is None:
            return
        try:
            self.data = at(typed.date(), typed.time()).astimezone(SEOUL)
        except DomainError as error:
            raise ValueError(translated(error)) from None
