"""Pages of consulting records: the list, each of them, and their files."""

from portal.consortium.consulting.views import files, records
from portal.consortium.consulting.views.blueprint import bp

__all__ = ["bp", "files", "records"]
