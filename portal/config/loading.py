"""Reads the settings of this process, and says at once what is refused of them."""

from collections.abc import Iterable
from typing import Any, Self

import click
from pydantic import ValidationError

from portal.config.settings import Mode, Settings
from portal.core.messages import N_
from portal.core.refused import words_of


class ConfigurationError(click.ClickException):
    """Raised at start; lists each refused setting with the reason, and lets a command end with 1.

    `readable` are the settings as far as they can be read, to look at whatever else is wrong; None where they cannot.
    """

    def __init__(self, message: str, readable: Settings | None = None) -> None:
        super().__init__(message)
        self.readable = readable

    def and_also(self, problems: Iterable[str]) -> Self:
        """The same with more that is wrong."""
        return type(self)("\n  ".join([self.message, *problems]), self.readable)


def load_settings() -> Settings:
    """The settings of this process; raises `ConfigurationError` in words that name all refused variables at once."""
    try:
        return Settings()
    except ValidationError as error:
        refusals = [N_("설정이 맞지 않아 시작하지 않습니다."), *_all_refusals(error)]
        raise ConfigurationError("\n  ".join(refusals), _readable(error)) from None


def _all_refusals(error: ValidationError) -> list[str]:
    """Of this error, and of those that it hides: rules over several values are asked only once each can be read."""
    told = [line for item in error.errors() for line in words_of(item)]
    unread = {item["loc"][0] for item in error.errors() if item["loc"]}
    if not unread:
        return told
    usual = {str(name): _stand_in(str(name)) for name in unread}
    try:
        Settings(**usual)
    except ValidationError as hidden:
        told.extend(line for item in hidden.errors() for line in words_of(item))
    return told


def _readable(error: ValidationError) -> Settings | None:
    unread = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
    try:
        return Settings(**({name: _stand_in(name) for name in unread} | {"mode": Mode.TEST}))
    except ValidationError:
        return None


def _stand_in(name: str) -> Any:
    """Another value for one that cannot be read: the default, of the mode the strictest."""
    return Mode.PRODUCTION if name == "mode" else Settings.model_fields[name].get_default(call_default_factory=True)
