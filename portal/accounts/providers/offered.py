"""Which providers of the settings somebody may sign in by."""

from uuid import UUID

from portal.accounts.models import User
from portal.accounts.organisations import organisation_name
from portal.accounts.providers.queries import links_of
from portal.core.errors import NotFound
from portal.core.providers import SignInProvider
from portal.extensions import current_settings


def providers() -> tuple[SignInProvider, ...]:
    return current_settings().sign_in_providers


def provider_of(key: str) -> SignInProvider:
    """Raises `NotFound`."""
    found = next((each for each in providers() if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def provider_by_issuer(issuer: str | None) -> SignInProvider | None:
    """None for a session or a link of a provider that the settings name no more."""
    return next((each for each in providers() if each.issuer == issuer), None)


def is_offered(provider: SignInProvider, organisation_id: UUID | None) -> bool:
    """Whether the provider is everybody's, or of the organisation whose staff it is."""
    return provider.organisation in ("", organisation_name(organisation_id))


def providers_to_link(user: User) -> list[SignInProvider]:
    """Those by which the account could be entered and is not yet."""
    linked = {link.issuer for link in links_of(user.id)}
    return [each for each in providers() if each.issuer not in linked and is_offered(each, user.actor.organisation_id)]


def linked_providers(user_id: UUID) -> list[SignInProvider]:
    """Those by which the account is entered."""
    linked = {link.issuer for link in links_of(user_id)}
    return [each for each in providers() if each.issuer in linked]
