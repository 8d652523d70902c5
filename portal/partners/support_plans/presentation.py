"""How pages say what a service costs and how long it lasts."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.partners.support_plans.paper import cost_words, term_words

FILTERS: Mapping[str, Callable[..., Any]] = {"support_cost": cost_words, "support_term": term_words}
