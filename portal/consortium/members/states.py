"""Kinds of organisation."""

from portal.core.messages import N_
from portal.core.worded import Worded


class LegalKind(Worded):
    """What an organisation is, and the act that made it so: reported, authorised, certified or designated."""

    COOPERATIVE = "cooperative", N_("협동조합")
    SOCIAL_COOPERATIVE = "social_cooperative", N_("사회적협동조합")
    SOCIAL_ENTERPRISE = "social_enterprise", N_("사회적기업")
    PRELIMINARY_SOCIAL_ENTERPRISE = "preliminary_social_enterprise", N_("예비사회적기업")
    VILLAGE_ENTERPRISE = "village_enterprise", N_("마을기업")
    SELF_SUPPORT_ENTERPRISE = "self_support_enterprise", N_("자활기업")
    COMPANY = "company", N_("주식회사")
    ASSOCIATION = "association", N_("사단법인")
    PUBLIC_CENTRE = "public_centre", N_("공공 센터")
