"""The answer to a body as a letter and as a sheet."""

from collections.abc import Iterator
from datetime import datetime

from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.core.series import Series, said
from portal.documents.model import Align, Block, Column, Document, Overview, Paragraph, Section, Table
from portal.documents.sheets import Sheet, SheetColumn, Value
from portal.extensions import current_settings
from portal.partners.requests.answering import Answer
from portal.partners.requests.models import BodyRequest
from portal.partners.requests.states import BodyTold

TITLE, NONE = N_("지원 요청에 대한 회신"), "-"
SILENT = N_("이분의 동의가 없어 알려 드릴 수 없습니다. 이미 받으신 내용도 더 쓰지 말아 주십시오.")
SAYS = {
    BodyTold.TAKEN: N_("요청하신 분의 신청을 접수하였습니다. 담당 코디네이터를 정하고 있습니다."),
    BodyTold.DECLINED: N_("요청하신 일을 맡지 못합니다. 까닭은 아래와 같습니다."),
    BodyTold.IN_CARE: N_("요청하신 분의 돌봄을 맡아 하고 있습니다."),
    BodyTold.ENDED: N_("요청하신 분의 돌봄을 마쳤습니다."),
    BodyTold.NOT_TAKEN_UP: N_("요청하신 분의 신청이 돌봄으로 이어지지 않았습니다. 자세한 것은 사무국에 물어 주십시오."),
    BodyTold.NO_GROUND: SILENT,
}
"""What the letter says first."""


def facts_of(request: BodyRequest, answer: Answer) -> Iterator[tuple[str, str]]:
    """The lines of the letter, on the page as on paper; of a person only while the ground holds."""
    yield N_("접수번호"), said(request.number, Series.BODY_REQUEST)
    yield N_("요청한 기관"), request.partner.name
    yield N_("요청한 날"), format_day(day_of(request.received_at))
    if answer.told is BodyTold.NO_GROUND:
        return
    yield N_("도움받을 분"), request.name
    yield N_("답"), answer.told.words
    optional = (
        (N_("까닭"), answer.reason),
        (N_("돌봄을 시작한 날"), format_day(answer.since) if answer.since else ""),
        (N_("다음 점검"), format_day(answer.review_on) if answer.review_on else ""),
        (N_("마친 날"), format_day(answer.ended_on) if answer.ended_on else ""),
        (N_("결과"), answer.outcome),
    )
    yield from ((name, value) for name, value in optional if value)


def letter(request: BodyRequest, answer: Answer, *, now: datetime) -> Document:
    office = current_settings()
    blocks: list[Block] = [Paragraph(SAYS[answer.told]), Overview(tuple(facts_of(request, answer)))]
    if answer.services:
        columns = (Column(N_("서비스"), 50), Column(N_("방문"), 20, Align.FIGURE), Column(N_("마지막 방문"), 30))
        rows = tuple(
            (each.name, str(each.visits), format_day(each.last_on) if each.last_on else NONE)
            for each in answer.services
        )
        blocks.append(Section(N_("서비스와 방문"), (Table(columns, rows),)))
    phone = N_("%(phone)s (%(hours)s)") % {"phone": format_phone(office.office_phone), "hours": office.office_hours}
    blocks.append(Section(N_("문의"), (Overview(((office.office_name, phone),)),)))
    return Document(title=TITLE, author=office.office_name, created_at=now, blocks=tuple(blocks), strict=False)


def sheet(request: BodyRequest, answer: Answer, *, now: datetime) -> bytes:
    from portal.documents.workbook import workbook  # noqa: PLC0415 openpyxl costs time: only where one is made

    facts = Sheet(N_("회신"), (SheetColumn(N_("항목"), 20), SheetColumn(N_("내용"), 60)), _facts(request, answer))
    columns = (SheetColumn(N_("서비스"), 30), SheetColumn(N_("방문"), 10), SheetColumn(N_("마지막 방문"), 16))
    done = Sheet(N_("서비스와 방문"), columns, ((each.name, each.visits, each.last_on) for each in answer.services))
    return workbook([facts, done], title=TITLE, created_at=now)


def _facts(request: BodyRequest, answer: Answer) -> Iterator[tuple[Value, ...]]:
    yield N_("회신"), SAYS[answer.told]
    yield from facts_of(request, answer)
