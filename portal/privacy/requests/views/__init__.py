"""Pages of requests about personal data: for whoever asks, and for the office that answers."""

from portal.privacy.requests.views import office, own
from portal.privacy.requests.views.blueprint import bp

__all__ = ["bp", "office", "own"]
