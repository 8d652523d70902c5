"""Where the files of consulting records lie."""

from portal.consortium.consulting.models import ConsultingFile
from portal.documents.added import AddedFiles

FILES = AddedFiles("consulting", ConsultingFile)
