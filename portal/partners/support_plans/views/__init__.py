"""Pages of individual support plans."""

from portal.partners.support_plans.views import drafting, files, handing, plan
from portal.partners.support_plans.views.blueprint import bp

__all__ = ["bp", "drafting", "files", "handing", "plan"]
