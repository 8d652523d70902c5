"""Links of mails that prove by themselves whom they are for, so that nobody need sign in."""

from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from portal.extensions import current_settings

TOKEN = "<token>"  # noqa: S105 stands where the token goes


@dataclass(frozen=True, slots=True)
class SignedLink:
    """`purpose` keeps the links of one kind from opening another; `path` says where the token stands in it."""

    purpose: str
    path: str

    def token_of(self, thing_id: UUID) -> str:
        """Names the thing so that nobody else can write it; it opens for as long as the thing stands."""
        return str(self._signer().dumps(thing_id.hex))

    def thing_in(self, token: str) -> UUID | None:
        """What a token names; None where it is none of ours."""
        try:
            return UUID(hex=self._signer().loads(token))
        except (BadSignature, ValueError, TypeError, AttributeError):
            return None

    def path_of(self, thing_id: UUID) -> str:
        return self.path.replace(TOKEN, self.token_of(thing_id))

    def address_of(self, thing_id: UUID) -> str:
        """The whole address, for a mail."""
        return current_settings().base_url.rstrip("/") + self.path_of(thing_id)

    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(current_settings().secret_key.get_secret_value(), salt=self.purpose)
