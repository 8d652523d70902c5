"""The field in which somebody signs by hand; without a script nothing is drawn and nothing is asked."""

from collections.abc import Callable
from typing import Any

from wtforms import ValidationError
from wtforms.form import BaseForm
from wtforms.validators import Length, Optional

from portal.core.drawn import LONGEST, read_drawing
from portal.core.errors import DomainError
from portal.web.fields import LinesField
from portal.web.forms import translated


class DrawnField(LinesField):
    """Its data are strokes (`portal.core.drawn`), "" where nothing was drawn; shown by `components/signing.html`.

    `signed` says of the form whether it is signed at all; if not, what was drawn is nothing.
    """

    def __init__(self, label: str, *, signed: Callable[[BaseForm], bool], **kwargs: Any) -> None:
        super().__init__(label, [Optional(), Length(max=LONGEST)], **kwargs)
        self.signed = signed

    def pre_validate(self, form: BaseForm) -> None:
        if not self.signed(form):
            self.data = ""

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: ARG002 as WTForms calls it
        if self.data and not self.errors:
            try:
                self.data = read_drawing(self.data)
            except DomainError as error:
                raise ValidationError(translated(error)) from None
