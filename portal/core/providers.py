"""A provider of sign-ins (OpenID Connect) of an organisation, as the settings name it."""

import json
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_settings import NoDecode

from portal.core.messages import N_

HOST = r"^[a-z0-9.-]+(:[0-9]{1,5})?$"
UNREADABLE = N_("JSON 목록이어야 합니다. 예: %(example)s")
SAME = N_("key와 issuer는 서로 달라야 합니다.")
EXAMPLE = '[{"key": "office", "name": "…", "issuer": "https://…", "client_id": "…", "client_secret": "…"}]'


class SignInProvider(BaseModel):
    """Only staff who linked their account enter by it; `organisation` keeps it to the staff of one member.

    Nothing is asked of another host than the issuer's and `hosts`. `second_factor` are the values of `amr` or `acr` by
    which the provider says that it asked for two factors; without one of them ours is asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")
    name: str = Field(min_length=1, max_length=20)
    issuer: str = Field(pattern=r"^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[\w./~-]*)?$", max_length=255)
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = Field(min_length=16)
    organisation: str = ""
    hosts: tuple[Annotated[str, Field(pattern=HOST)], ...] = ()
    second_factor: tuple[str, ...] = ("mfa",)
    ca_file: Path | None = Field(None, description="Certificates of an authority of one's own.")

    def may_be_asked(self, address: object) -> bool:
        """Whether an address that the provider named is one of its own hosts."""
        parts = urlsplit(address) if isinstance(address, str) else None
        return parts is not None and parts.scheme == "https" and parts.netloc in {self.host, *self.hosts}

    @property
    def host(self) -> str:
        return urlsplit(self.issuer).netloc


def _read(value: object) -> object:
    """What the setting says, written as JSON; raises `ValueError` without the value, which holds secrets."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value or "[]")
    except ValueError:
        raise ValueError(UNREADABLE % {"example": EXAMPLE}) from None
    return found


def _refuse_the_same(providers: tuple[SignInProvider, ...]) -> tuple[SignInProvider, ...]:
    if any(len({getattr(each, name) for each in providers}) < len(providers) for name in ("key", "issuer")):
        raise ValueError(SAME)
    return providers


Providers = Annotated[tuple[SignInProvider, ...], NoDecode, BeforeValidator(_read), AfterValidator(_refuse_the_same)]
