"""Where the papers of meetings lie."""

from portal.consortium.papers.models import MeetingPaper
from portal.documents.added import AddedFiles

FILES = AddedFiles("meetings", MeetingPaper)
