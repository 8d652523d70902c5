"""The two forms of the file of a person."""

from portal.core.messages import N_
from portal.core.worded import Worded


class CopyKind(Worded):
    PDF = "pdf", N_("읽는 파일 (PDF)")
    JSON = "json", N_("프로그램이 읽는 파일 (JSON)")
