"""Asks the provider of an organisation who somebody is (OpenID Connect), and decides what of its answer counts."""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from flask import current_app, request, session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException, Response

from portal.accounts.rules import Shown
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.providers import SignInProvider
from portal.db.transaction import refuse_slow_work

SECONDS = 5
CLOCKS_DIFFER_SECONDS = 60
METADATA_LASTS = timedelta(hours=1)
ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "EdDSA"})
RSA_BITS = 2048
ASKED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"
_EXTENSION = "sign_in_clients"


class Away(DomainError):
    """The provider does not answer; every other way to sign in stays open."""

    def __init__(self, provider: SignInProvider) -> None:
        super().__init__(
            N_("%(name)s 로그인에 지금 닿지 않습니다. 이메일과 비밀번호로 로그인하시거나 잠시 뒤에 다시 해 주십시오."),
            name=provider.name,
        )


class Distrusted(DomainError):
    """What the provider or the browser brought does not fit what was asked."""

    def __init__(self, provider: SignInProvider) -> None:
        super().__init__(N_("%(name)s 로그인을 확인하지 못했습니다. 처음부터 다시 해 주십시오."), name=provider.name)


class GuardedSession(OAuth2Session):  # type: ignore[misc]
    """Asks the provider's own hosts alone, heeds no redirect and nothing set for the machine, and soon gives up."""

    def __init__(self, *, provider: SignInProvider, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.provider = provider
        self.trust_env = False
        self.verify = str(provider.ca_file) if provider.ca_file else True

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        refuse_slow_work()
        if not self.provider.may_be_asked(url):
            raise Distrusted(self.provider)
        kwargs |= {"allow_redirects": False, "timeout": SECONDS}
        try:
            response: Response = super().request(method, url, *args, **kwargs)
        except RequestException as failure:
            raise Away(self.provider) from failure
        if response.status_code >= 500:
            raise Away(self.provider)
        return response


class Client(FlaskOAuth2App):  # type: ignore[misc]
    """Authlib's client of one provider: code flow with PKCE, state and nonce, which the session keeps."""

    client_cls = GuardedSession

    def __init__(self, provider: SignInProvider) -> None:
        super().__init__(
            FlaskIntegration(provider.key),
            provider.key,
            client_id=provider.client_id,
            client_secret=provider.client_secret.get_secret_value(),
            client_kwargs={"provider": provider, "scope": "openid", "code_challenge_method": "S256"},
        )
        self.provider = provider
        self.known_until: datetime | None = None

    def load_server_metadata(self) -> dict[str, Any]:
        """What the provider tells of itself, kept for an hour; nothing but what is asked of it is taken over."""
        if self.known_until is None or self.known_until <= clock.now():
            told = self._told(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            self.server_metadata = self._checked(told)
            self.known_until = clock.now() + METADATA_LASTS
        return self.server_metadata

    def fetch_jwk_set(self, force: bool = False) -> Any:
        metadata = self.load_server_metadata()
        if force or "jwks" not in metadata:
            told = self._told(metadata["jwks_uri"])
            metadata["jwks"] = {"keys": [key for key in told["keys"] if _is_long_enough(key)]}
        return metadata["jwks"]

    def claims_of(self, token: str) -> jwt.Token:
        """The signed claims; the keys are asked anew where none of them signed."""
        registry = JWSRegistry(algorithms=sorted(ALGORITHMS), strict_check_header=False)
        try:
            return jwt.decode(token, KeySet.import_key_set(self.fetch_jwk_set()), registry=registry)
        except InvalidKeyIdError:
            return jwt.decode(token, KeySet.import_key_set(self.fetch_jwk_set(force=True)), registry=registry)

    def _told(self, address: str) -> Any:
        with self._get_session() as asked:
            response = asked.request("GET", address, withhold_token=True)
            if response.status_code != 200:
                raise Away(self.provider)
            return response.json()

    def _checked(self, told: dict[str, Any]) -> dict[str, Any]:
        if told.get("issuer") != self.provider.issuer:
            raise Distrusted(self.provider)
        end = told.get("end_session_endpoint")
        if not all(self.provider.may_be_asked(told.get(name)) for name in ASKED):
            raise Distrusted(self.provider)
        return {
            "issuer": told["issuer"],
            **{name: told[name] for name in ASKED},
            "end_session_endpoint": end if self.provider.may_be_asked(end) else None,
            "id_token_signing_alg_values_supported": sorted(ALGORITHMS),
        }


def _is_long_enough(key: dict[str, Any]) -> bool:
    """The curves have one size each; RSA has any, and a short one is no key for us."""
    if key.get("kty") != "RSA":
        return True
    modulus = urlsafe_b64decode(str(key.get("n", "")) + "==")
    return int.from_bytes(modulus, "big").bit_length() >= RSA_BITS


def client_of(provider: SignInProvider) -> Client:
    """One for each process and provider."""
    clients: dict[str, Client] = current_app.extensions.setdefault(_EXTENSION, {})
    return clients.setdefault(provider.key, Client(provider))


def way_to(provider: SignInProvider, *, back: str, afresh: bool = False, **kept: str) -> str:
    """Where the browser goes to sign in there; the session keeps `kept`. `afresh` asks again whoever is signed in."""
    client = client_of(provider)
    asked: dict[str, Any] = {"max_age": 0, "prompt": "login"} if afresh else {}
    try:
        way: dict[str, str] = client.create_authorization_url(back, **asked)
    except (AuthlibBaseError, ValueError, AttributeError, KeyError) as failure:
        raise Distrusted(provider) from failure
    client.save_authorize_data(redirect_uri=back, kept=kept, **way)
    return way["url"]


def what_was_kept(provider: SignInProvider) -> dict[str, str]:
    """What `way_to` kept for the answer that came now; raises `Distrusted` for one that this device did not ask."""
    data = client_of(provider).framework.get_state_data(session, request.args.get("state"))
    if data is None or request.args.get("iss", provider.issuer) != provider.issuer:
        raise Distrusted(provider)
    kept: dict[str, str] = data["kept"]
    return kept


def what_was_shown(provider: SignInProvider) -> Shown:
    """Who the provider says it is, once; raises `Distrusted` or `Away`."""
    client = client_of(provider)
    right = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    try:
        answer = client.authorize_access_token(claims_options=right, leeway=CLOCKS_DIFFER_SECONDS)
        claims = answer["userinfo"]
        return _shown(provider, claims)
    except (AuthlibBaseError, JoseError, ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise Distrusted(provider) from wrong


def who_left(provider: SignInProvider, token: str) -> tuple[str, str]:
    """The subject and the session that ended at the provider, one of them may be empty; raises `Distrusted`."""
    client = client_of(provider)
    now = int(clock.now().timestamp())
    right = jwt.JWTClaimsRegistry(
        now,
        CLOCKS_DIFFER_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        iat={"essential": True},
        exp={"essential": True},
        jti={"essential": True},
    )
    try:
        claims = client.claims_of(token).claims
        right.validate(claims)
        if not isinstance(claims["events"][LOGGED_OUT], dict) or "nonce" in claims:
            raise Distrusted(provider)
        subject, sid = str(claims.get("sub", "")), str(claims.get("sid", ""))
    except (AuthlibBaseError, JoseError, ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise Distrusted(provider) from wrong
    if not subject and not sid:
        raise Distrusted(provider)
    return subject, sid


def way_out(provider: SignInProvider, *, back: str) -> str | None:
    """Where the browser ends the session at the provider, too; None where it offers that to nobody or is away."""
    try:
        end = client_of(provider).load_server_metadata()["end_session_endpoint"]
        if not end:
            return None
        return str(client_of(provider).create_logout_url(back, client_id=provider.client_id)["url"])
    except DomainError:
        return None


def _shown(provider: SignInProvider, claims: dict[str, Any]) -> Shown:
    told = {str(claims.get("acr", "")), *map(str, claims.get("amr") or ())}
    at = claims.get("auth_time")
    return Shown(
        issuer=provider.issuer,
        subject=claims["sub"],
        sid=str(claims.get("sid", "")),
        second_factor=not told.isdisjoint(provider.second_factor),
        authenticated_at=datetime.fromtimestamp(at, UTC) if at is not None else None,
        at=clock.now(),
    )
