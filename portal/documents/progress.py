"""How far the setting of a document is, as WeasyPrint's own log tells it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from portal.core.messages import N_
from portal.core.worded import Worded

_LOG = logging.getLogger("weasyprint.progress")
_PAGE = "Step 5 - Creating layout - Page %d"
_ANEW = "Step 5 - Creating layout - Repagination"
_WRITING = "Step 6"


class SettingStep(Worded):
    """What is done to a document that is set; laying out begins anew where page numbers have moved."""

    LAYING_OUT = "laying_out", N_("쪽을 짜는 중"), "progress"
    NUMBERING = "numbering", N_("쪽 번호를 맞추는 중"), "progress"
    WRITING = "writing", N_("파일로 쓰는 중"), "progress"


Tell = Callable[[SettingStep, int], object]


class _Listener(logging.Handler):
    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.INFO)
        self.tell, self.step, self.pages = tell, SettingStep.LAYING_OUT, 0

    def emit(self, record: logging.LogRecord) -> None:
        said = str(record.msg)
        if said.startswith(_ANEW):
            self.step = SettingStep.NUMBERING
        elif said.startswith(_WRITING):
            self.step = SettingStep.WRITING
        elif said.startswith(_PAGE) and isinstance(record.args, tuple):
            self.pages = max(self.pages, int(str(record.args[0])))
        else:
            return
        self.tell(self.step, self.pages)


@contextmanager
def progress_told(tell: Tell) -> Iterator[None]:
    """Tell of every document that this process sets: the step, and how many pages are laid out."""
    listener, level, propagates = _Listener(tell), _LOG.level, _LOG.propagate
    _LOG.addHandler(listener)
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
    try:
        yield
    finally:
        _LOG.removeHandler(listener)
        _LOG.setLevel(level)
        _LOG.propagate = propagates
