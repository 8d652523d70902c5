"""Kinds of organisation."""

from enum import StrEnum


class LegalKind(StrEnum):
    """What an organisation is, and the act that made it so: reported, authorised, certified or designated."""

    COOPERATIVE = "cooperative"
    SOCIAL_COOPERATIVE = "social_cooperative"
    SOCIAL_ENTERPRISE = "social_enterprise"
    PRELIMINARY_SOCIAL_ENTERPRISE = "preliminary_social_enterprise"
    VILLAGE_ENTERPRISE = "village_enterprise"
    SELF_SUPPORT_ENTERPRISE = "self_support_enterprise"
    COMPANY = "company"
    ASSOCIATION = "association"
    PUBLIC_CENTRE = "public_centre"
