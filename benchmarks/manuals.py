"""A manual of a hundred pages as PDF, as the worker sets it, against bare WeasyPrint, by processor time."""

import io
import time
from collections.abc import Iterator
from datetime import date

import pikepdf

from benchmarks.documents import bare
from benchmarks.figures import Figure
from benchmarks.ground import Ground
from benchmarks.measure import interleaved_costs
from portal.core import clock
from portal.documents.manual import Approval, Manual, ManualSection, Step, manual_document
from portal.documents.pdf import document_pdf
from portal.documents.progress import progress_told

TURNS = 5
SECTIONS, TASKS, STEPS, PAGES = 9, 30, 20, range(90, 115)
SAID = (
    "이용자의 집에 들어가기 전에 인사를 하고 이름을 말합니다. 소독약을 뿌린 뒤에는 창을 열어 삼십 분 동안 "
    "환기를 합니다. 어르신이 불편해하시면 곧바로 멈추고 코디네이터에게 알립니다. "
)


def figures(_ground: Ground) -> Iterator[Figure]:
    document = manual_document(_manual())
    told: list[int] = []

    def as_the_worker() -> bytes:
        with progress_told(lambda _step, pages: told.append(pages)):
            return document_pdf(document)

    with pikepdf.open(io.BytesIO(as_the_worker())) as pdf:
        assert len(pdf.pages) in PAGES, len(pdf.pages)
        assert max(told) == len(pdf.pages)
    sides = [(as_the_worker, time.process_time), (bare(document), time.process_time)]
    ours, by_itself = interleaved_costs(sides, turns=TURNS, calls=1)
    yield Figure("manual of 100 pages as PDF", ours.processor / by_itself.processor, "times bare WeasyPrint", 1.2)


def _manual() -> Manual:
    text = "\n\n".join(
        f"### {place}번째 할 일\n\n{SAID * 4}\n\n* 장갑을 낍니다\n* 물을 씁니다" for place in range(TASKS)
    )
    steps = tuple(Step(f"{place}: 인사를 하고 이름을 말합니다", "제공자", "10분", "서식 1") for place in range(STEPS))
    return Manual(
        organisation="마포돌봄",
        title="청소 매뉴얼",
        document_number="MC-M-01",
        edition=1,
        effective_on=date(2026, 12, 1),
        author=Approval("이작성"),
        published_at=clock.now(),
        sections=tuple(ManualSection(f"{place}장", text, steps) for place in range(SECTIONS)),
    )
