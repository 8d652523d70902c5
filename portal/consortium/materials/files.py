"""Where the materials of open events lie."""

from portal.consortium.materials.models import EventMaterial
from portal.documents.added import AddedFiles

FILES = AddedFiles("events", EventMaterial)
