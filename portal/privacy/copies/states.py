"""The forms of the file of a person."""

from portal.core.messages import N_
from portal.core.worded import Worded


class CopyKind(Worded):
    PDF = "pdf", N_("읽는 파일 (PDF)")
    ZIP = "zip", N_("사진까지 모두 담은 파일 (ZIP)")
    JSON = "json", N_("프로그램이 읽는 파일 (JSON)")
