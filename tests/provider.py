"""A provider of sign-ins on the loopback, made of Authlib's server parts: real HTTPS, real RS256, real keys by JWKS.

What it says can be bent by a test: `claims` are put over those of the next token, `forged` signs by a key that nobody
published, `told` is put over what it tells of itself.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from secrets import token_urlsafe
from threading import Thread
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT_ID = "mapo-care-portal"
CLIENT_SECRET = "a-secret-of-the-organisation"


@dataclass
class Person:
    """Who is signed in at the provider."""

    subject: str = "staff-17"
    amr: list[str] = field(default_factory=lambda: ["pwd"])
    signed_in_at: int | None = None


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str
    code_challenge_method: str
    person: Person
    auth_time: int

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_amr(self) -> list[str]:
        return self.person.amr


class Client(ClientMixin):  # type: ignore[misc]
    """The portal, as it is registered at the provider."""

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/back")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic" and endpoint == "token"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


def moment() -> int:
    return int(datetime.now(UTC).timestamp())


def new_key(kid: str | None = None, *, bits: int = 2048) -> RSAKey:
    return RSAKey.generate_key(bits, {"kid": kid or token_urlsafe(8), "use": "sig", "alg": "RS256"}, private=True)


class Provider:
    """The running provider; `asked` are the paths that were asked for."""

    def __init__(self, issuer: str = "") -> None:
        self.issuer = issuer
        self.person = Person()
        self.keys: list[RSAKey] = [new_key()]
        self.signs_by: RSAKey | None = None
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.answers: dict[str, ResponseReturnValue] = {}
        self.codes: dict[str, Code] = {}
        self.asked: list[str] = []

    def rotate(self) -> None:
        """Sign by another key from now on; the earlier one is published no more."""
        self.keys = [new_key()]

    def signed(self, claims: dict[str, Any], *, header: dict[str, Any] | None = None) -> str:
        key = self.signs_by or self.keys[0]
        return jwt.encode(header or {"alg": "RS256", "kid": key.kid}, claims, key, ["RS256"])

    def logout_token(self, **claims: Any) -> str:
        """What it tells the portal when somebody's session ended; a claim that is None is left out."""
        events: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}
        said = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": moment(),
            "exp": moment() + 120,
            "jti": token_urlsafe(8),
        }
        said |= {"events": events, "sub": self.person.subject} | claims
        return self.signed({name: value for name, value in said.items() if value is not None})


class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
    """Keeps its codes at the provider, each for one use."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)
    provider: Provider

    def save_authorization_code(self, code: str, request: Any) -> None:
        said, person = request.payload.data, self.provider.person
        asks_anew = "login" in said.get("prompt", "")
        signed_in_at = None if asks_anew else person.signed_in_at
        self.provider.codes[code] = Code(
            code=code,
            redirect_uri=request.payload.redirect_uri,
            scope=request.payload.scope,
            nonce=said.get("nonce"),
            code_challenge=said.get("code_challenge"),
            code_challenge_method=said.get("code_challenge_method"),
            person=person,
            auth_time=signed_in_at or moment(),
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return self.provider.codes.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        del self.provider.codes[authorization_code.code]

    def authenticate_user(self, authorization_code: Code) -> Person:
        return authorization_code.person


class IdToken(OpenIDCode):  # type: ignore[misc]
    def __init__(self, provider: Provider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return any(code.nonce == nonce for code in self.provider.codes.values())

    def encode_id_token(self, token: dict[str, Any], request: Any) -> str:
        said: dict[str, Any] = {"iss": self.provider.issuer, "aud": CLIENT_ID, "iat": moment(), "exp": moment() + 300}
        said |= self.get_authorization_code_claims(request.authorization_code)
        said |= {"sub": request.user.subject, "sid": "session-1"} | self.provider.claims
        return self.provider.signed({name: value for name, value in said.items() if value is not None})


def app_of(provider: Provider) -> Flask:
    """The pages of the provider: nobody is asked for a password, whoever comes is `provider.person`."""
    app = Flask("provider")
    server = AuthorizationServer(app, query_client=lambda _id: Client(), save_token=lambda _token, _request: None)
    grant = type("Grant", (Grant,), {"provider": provider})
    server.register_grant(grant, [IdToken(provider), CodeChallenge(required=True)])

    @app.before_request
    def note() -> ResponseReturnValue | None:
        provider.asked.append(request.path)
        return provider.answers.get(request.path)

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        paths |= {"end_session_endpoint": "leave"}
        told: dict[str, Any] = {name: f"{provider.issuer}/{path}" for name, path in paths.items()}
        told |= {"issuer": provider.issuer, "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
        return jsonify(told | provider.told)

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(KeySet(list(provider.keys)).as_dict(private=False))

    @app.get("/authorize")
    def authorize() -> ResponseReturnValue:
        asked = server.get_consent_grant(end_user=provider.person)
        answer: ResponseReturnValue = server.create_authorization_response(grant=asked, grant_user=provider.person)
        return answer

    @app.post("/token")
    def token() -> ResponseReturnValue:
        answer: ResponseReturnValue = server.create_token_response()
        return answer

    @app.get("/elsewhere")
    def elsewhere() -> ResponseReturnValue:
        return redirect(f"{provider.issuer}/keys")

    return app


@contextmanager
def running(folder: Path) -> Iterator[tuple[Provider, Path]]:
    """A provider that answers on the loopback, and the file of the authority that signed its certificate."""
    certificate, key = self_signed(folder)
    provider = Provider()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = make_server("127.0.0.1", 0, app_of(provider), threaded=True, ssl_context=context)
    provider.issuer = f"https://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider, certificate
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for the loopback, which is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
