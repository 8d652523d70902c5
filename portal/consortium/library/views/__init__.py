"""Pages of the library: its items, their editions, and who appears in press."""

from portal.consortium.library.views import consents, editions, items
from portal.consortium.library.views.blueprint import bp

__all__ = ["bp", "consents", "editions", "items"]
