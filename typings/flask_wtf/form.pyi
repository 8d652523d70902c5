from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Field, Form

class FlaskForm(Form):
    class Meta:
        def wrap_formdata(self, form: Form, formdata: Any) -> Any: ...

    def __init__(
        self,
        formdata: Any = ...,
        *,
        obj: object | None = ...,
        prefix: str = ...,
        data: Mapping[str, Any] | None = ...,
        meta: Mapping[str, Any] | None = ...,
        **kwargs: Any,
    ) -> None: ...
    def is_submitted(self) -> bool: ...
    def validate_on_submit(self, extra_validators: Mapping[str, Sequence[Any]] | None = ...) -> bool: ...
    def hidden_tag(self, *fields: str | Field) -> Markup: ...
