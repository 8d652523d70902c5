"""Where the editions of the library lie."""

from portal.consortium.library.models import LibraryEdition
from portal.documents.added import AddedFiles

FILES = AddedFiles("library", LibraryEdition)
