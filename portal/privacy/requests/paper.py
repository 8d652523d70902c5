"""The letters to whoever asked: the answer, and that it comes later."""

from datetime import datetime

from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.core.series import Series, said
from portal.documents.actions import digest_of, document_for
from portal.documents.model import Block, Document, Items, Overview, Paragraph, Section, TextSize
from portal.documents.models import StoredDocument
from portal.documents.pdf import document_pdf
from portal.extensions import current_settings
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.rules import GOES_ON, STAYS, STOPPING
from portal.privacy.requests.states import ReplyBy, RightsKind, RightsState

SUBJECT = "rights_request"
ANSWER, EXTENSION = "rights_answer", "rights_extension"
TITLE = N_("개인정보 요구에 대한 답")
LATER = N_("개인정보 요구의 답을 늦추는 안내")
OBJECTIONS = (
    N_("사무국에 전화하거나 편지로 이의를 말씀하시면 다시 살펴보고 답합니다."),
    N_("개인정보 분쟁조정위원회(1833-6972)에 조정을 신청하실 수 있습니다."),
    N_("개인정보침해 신고센터(118)에 신고하거나 상담하실 수 있습니다."),
)
"""How to object, as the law wants it told with every refusal and every delay (시행령 제42조, 제43조, 제44조)."""

ERASED_WITH = N_("이 편지를 부치는 날 보관하던 정보를 지웁니다. 지운 뒤에는 되돌릴 수 없고 내 돌봄도 닫힙니다.")
IN_BACKUPS = N_("백업: 지운 날부터 %(days)d일이 지나면 백업에서도 사라집니다.")


def answer_letter(request: RightsRequest, *, now: datetime) -> StoredDocument:
    """The letter with the answer as it was first made; for reading requests only."""
    digest = digest_of(request.id, request.answered_at)
    return document_for(ANSWER, (SUBJECT, request.id), digest, lambda: document_pdf(answer_document(request)), now=now)


def extension_letter(request: RightsRequest, *, now: datetime) -> StoredDocument:
    digest = digest_of(request.id, request.extended_at)
    return document_for(
        EXTENSION, (SUBJECT, request.id), digest, lambda: document_pdf(extension_document(request)), now=now
    )


def what_stays() -> tuple[str, ...]:
    """What erasing leaves, for how long and why."""
    return (*STAYS, IN_BACKUPS % {"days": current_settings().backup_days})


def answer_document(request: RightsRequest) -> Document:
    answered_at = request.answered_at or request.asked_at
    blocks: list[Block] = [_head(request, answered_at), Section(N_("답"), (Paragraph(request.answer),))]
    if request.ground is not None:
        blocks.append(Section(N_("들어드리지 못하는 까닭"), (Paragraph(request.ground.words),)))
    blocks += _what_follows(request)
    if request.kind is not RightsKind.ASK:
        blocks.append(Section(N_("이의가 있으시면"), (Items.of(*OBJECTIONS),)))
    return _letter(TITLE, (*blocks, _office()), answered_at)


def _what_follows(request: RightsRequest) -> list[Section]:
    if request.kind is RightsKind.DELETE and request.state in (RightsState.GRANTED, RightsState.ERASED):
        return [Section(N_("지우는 것과 남는 것"), (Paragraph(ERASED_WITH), Items.of(*what_stays())))]
    if request.was_stopped:
        stopped = (f"{each.words}: {STOPPING[each]}" for each in request.was_stopped)
        return [
            Section(N_("멈춘 것"), (Items.of(*stopped),)),
            Section(N_("멈추지 않는 것"), (Items.of(*GOES_ON),)),
        ]
    if request.kind is RightsKind.SEE and request.reply_by is ReplyBy.LETTER and request.ground is None:
        return [Section(N_("함께 드리는 것"), (Items.of(N_("내 정보 사본(보관하고 있는 모든 것)")),))]
    return []


def extension_document(request: RightsRequest) -> Document:
    at = request.extended_at or request.asked_at
    until = N_("%(day)s까지 답합니다.") % {"day": format_day(request.due_on)}
    blocks = (
        _head(request, at),
        Section(N_("언제 답하나"), (Paragraph(until, emphasised=True),)),
        Section(N_("늦추는 까닭"), (Paragraph(request.extension),)),
        Section(N_("이의가 있으시면"), (Items.of(*OBJECTIONS),)),
        _office(),
    )
    return _letter(LATER, blocks, at)


def _head(request: RightsRequest, written_at: datetime) -> Section:
    person, home = request.person, request.household
    address = " ".join(part for part in (home.address, home.address_detail, home.postcode) if part)
    rows = [
        (N_("번호"), said(request.number, Series.RIGHTS)),
        (N_("받는 분"), person.name),
        (N_("주소"), address or "-"),
        (N_("요구"), request.kind.words),
        (N_("받은 날"), format_day(request.received_on)),
        (N_("쓴 날"), format_day(day_of(written_at))),
    ]
    if request.answered_at is not None and request.kind is not RightsKind.ASK:
        rows.append((N_("결과"), _outcome(request).words))
    return Section(N_("%(name)s 님께") % {"name": person.name}, (Overview(tuple(rows)),))


def _outcome(request: RightsRequest) -> RightsState:
    """What was decided; a file that was erased had been granted."""
    return RightsState.GRANTED if request.state is RightsState.ERASED else request.state


def _office() -> Section:
    office = current_settings()
    phone = N_("%(phone)s (%(hours)s)") % {"phone": format_phone(office.office_phone), "hours": office.office_hours}
    rows = ((N_("개인정보 보호책임자"), office.office_name), (N_("전화"), phone))
    return Section(N_("문의"), (Overview(rows),))


def _letter(title: str, blocks: tuple[Block, ...], written_at: datetime) -> Document:
    return Document(
        title=title,
        author=current_settings().office_name,
        created_at=written_at,
        text_size=TextSize.LARGE,
        blocks=blocks,
        strict=False,
    )
