"""The receipt of an application (신청 접수증), for a resident of 75 to keep and to call with."""

from dataclasses import dataclass
from datetime import datetime

from portal.core.clock import day_of
from portal.core.dates import format_day, format_moment
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.documents.model import (
    Align,
    Column,
    Document,
    Notice,
    Overview,
    Paragraph,
    Reference,
    Section,
    Table,
    TextSize,
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """`due_at` is the latest moment; only its day is shown unless `with_time`."""

    text: str
    due_at: datetime | None = None
    with_time: bool = False


@dataclass(frozen=True, slots=True)
class ConsentLine:
    name: str
    agreed: bool
    retention: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """`caller` is who will telephone, from `caller_phone` (E.164); the free texts are as typed."""

    number: str
    received_at: datetime
    applicant_name: str
    channel: str
    services: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    caller: str
    caller_phone: str
    office_name: str
    office_phone: str
    office_hours: str
    consents: tuple[ConsentLine, ...] = ()
    wanted_times: str = ""
    own_words: str = ""
    helper: str = ""


def receipt_document(receipt: Receipt) -> Document:
    """The document that `document_pdf` sets, all of it at 13 pt or more."""
    return Document(
        title=N_("신청 접수증"),
        author=receipt.office_name,
        created_at=receipt.received_at,
        text_size=TextSize.LARGE,
        ending=False,
        strict=False,
        blocks=(
            Paragraph(N_("%(name)s 님의 신청이 접수되었습니다.") % {"name": receipt.applicant_name}, emphasised=True),
            Reference(N_("접수번호"), receipt.number),
            _next_steps(receipt),
            _request(receipt),
            *([_consents(receipt.consents)] if receipt.consents else []),
            _office(receipt),
        ),
    )


def _next_steps(receipt: Receipt) -> Section:
    columns = (Column(N_("순서"), 12, Align.CENTRE), Column(N_("할 일"), 54), Column(N_("언제까지"), 34, Align.CENTRE))
    rows = tuple((str(number), step.text, _due(step)) for number, step in enumerate(receipt.next_steps, 1))
    call = N_("%(caller)s 담당자가 %(phone)s 번호로 전화드립니다.") % {
        "caller": receipt.caller,
        "phone": format_phone(receipt.caller_phone),
    }
    warning = N_("전화로 비밀번호나 계좌 비밀번호, 돈을 보내 달라고 말씀드리지 않습니다.")
    return Section(N_("다음 순서"), (Table(columns, rows), Notice((call, warning))))


def _due(step: NextStep) -> str:
    if step.due_at is None:
        return N_("정해지면 알려 드립니다")
    return format_moment(step.due_at) if step.with_time else format_day(day_of(step.due_at))


def _request(receipt: Receipt) -> Section:
    rows = [
        (N_("접수 일시"), format_moment(receipt.received_at)),
        (N_("신청 방법"), receipt.channel),
        (N_("신청한 서비스"), ", ".join(receipt.services)),
    ]
    optional = (
        (N_("대신 신청한 분"), receipt.helper),
        (N_("원하는 때"), receipt.wanted_times),
        (N_("전하신 말씀"), receipt.own_words),
    )
    rows.extend((name, value) for name, value in optional if value)
    return Section(N_("신청하신 내용"), (Overview(tuple(rows)),))


def _consents(consents: tuple[ConsentLine, ...]) -> Section:
    columns = (Column(N_("항목"), 32), Column(N_("동의"), 22, Align.CENTRE), Column(N_("보관 기간"), 46))
    rows = tuple((line.name, N_("동의함") if line.agreed else N_("동의하지 않음"), line.retention) for line in consents)
    note = N_("동의는 언제든지 전화로 거두실 수 있으며, 바로 반영됩니다.")
    return Section(N_("개인정보 동의"), (Table(columns, rows), Paragraph(note)))


def _office(receipt: Receipt) -> Section:
    phone = N_("%(phone)s (%(hours)s)") % {"phone": format_phone(receipt.office_phone), "hours": receipt.office_hours}
    notice = Notice(
        (
            N_("이 접수증은 신청을 받았다는 확인이며, 서비스를 받게 되었다는 뜻은 아닙니다."),
            N_("이 포털은 협동조합 컨소시엄의 민간 사이트이며 정부 누리집이 아닙니다."),
            N_("사무국은 24시간 지켜보는 곳이 아닙니다."),
            N_("급할 때는 119(화재·구급), 112(경찰)로 전화해 주십시오."),
        ),
        heading=N_("알려 드립니다"),
    )
    return Section(N_("문의"), (Overview(((receipt.office_name, phone),)), notice))
