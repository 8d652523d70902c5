"""Where packs lie."""

from portal.documents.kept import KeptFiles
from portal.privacy.evidence.queries import kept_packs

PACKS = KeptFiles("evidence", kept_packs)
