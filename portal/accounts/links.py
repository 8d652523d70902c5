"""The addresses of links that are sent by mail, complete with the public host."""

from portal.extensions import current_settings

INVITATION = "/invitation/<token>"
RESET = "/reset/<token>"
EMAIL = "/account/email/<token>"


def invitation_link(token: str) -> str:
    return _complete(INVITATION, token)


def reset_link(token: str) -> str:
    return _complete(RESET, token)


def email_link(token: str) -> str:
    return _complete(EMAIL, token)


def _complete(rule: str, token: str) -> str:
    return current_settings().base_url.rstrip("/") + rule.replace("<token>", token)
