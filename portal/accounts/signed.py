"""Links of mails that prove by themselves whom they are for, so that nobody need sign in."""

from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from portal.accounts.keys import keyed_digest, same
from portal.extensions import current_settings

_HEX = len(UUID(int=0).hex)
TOKEN = "<token>"  # noqa: S105 stands where the token goes


@dataclass(frozen=True, slots=True)
class SignedLink:
    """`purpose` keeps the links of one kind from opening another; `path` says where the token stands in it."""

    purpose: str
    path: str

    def token_of(self, thing_id: UUID) -> str:
        """Names the thing so that nobody else can write it; it opens for as long as the thing stands."""
        return self._signed(thing_id.hex)

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

    def _signed(self, words: str) -> str:
        return str(self._signer().dumps(words))

    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(current_settings().secret_key.get_secret_value(), salt=self.purpose)


@dataclass(frozen=True, slots=True)
class BoundLink(SignedLink):
    """A link that went to one address: it opens nothing once the thing is reached at another, or at none."""

    def token_to(self, thing_id: UUID, address: str) -> str:
        return self._signed(f"{thing_id.hex}{self._mark(address)}")

    def address_to(self, thing_id: UUID, address: str) -> str:
        """The whole address, for a mail to `address`."""
        return current_settings().base_url.rstrip("/") + self.path_to(thing_id, address)

    def path_to(self, thing_id: UUID, address: str) -> str:
        return self.path.replace(TOKEN, self.token_to(thing_id, address))

    def named_in(self, token: str) -> UUID | None:
        """What a token names, whoever it went to; whoever opens it asks `went_to`."""
        try:
            return UUID(hex=self._signer().loads(token)[:_HEX])
        except (BadSignature, ValueError, TypeError, AttributeError):
            return None

    def went_to(self, token: str, thing_id: UUID, address: str) -> bool:
        """Whether the link was written to where the thing is reached today."""
        return bool(address) and same(token, self.token_to(thing_id, address))

    def _mark(self, address: str) -> str:
        return keyed_digest(self.purpose, address)[:_HEX]
