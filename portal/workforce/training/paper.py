"""The certificate (수료증) as a document."""

from portal.core.dates import format_day
from portal.core.messages import N_
from portal.documents.model import Document, Notice, Overview, Paragraph, Reference, TextSize
from portal.extensions import current_settings
from portal.workforce.training.models import TrainingEnrolment

TITLE = N_("수료증")
PROVES = N_("위 사람은 아래 교육 과정을 이수하였으므로 이 증서를 드립니다.")
UNTIL = N_("%(day)s까지")
FOR_EVER = N_("기한 없음")


def certificate_document(enrolment: TrainingEnrolment) -> Document:
    """Of somebody who passed; the same certificate gives the same bytes."""
    session, settings = enrolment.session, current_settings()
    course, issued_on = session.course, enrolment.issued_on
    if issued_on is None or enrolment.certificate_number is None:
        raise ValueError(enrolment.id)
    until = UNTIL % {"day": format_day(enrolment.valid_until)} if enrolment.valid_until else FOR_EVER
    check = N_("%(url)s에서 수료증 번호를 적으면 이 수료증이 유효한지 확인할 수 있습니다.") % {
        "url": f"{settings.base_url}/certificates"
    }
    return Document(
        title=TITLE,
        author=settings.office_name,
        created_at=session.ends_at,
        text_size=TextSize.LARGE,
        ending=False,
        strict=False,
        blocks=(
            Reference(N_("수료증 번호"), enrolment.certificate_number),
            Overview(((N_("성명"), enrolment.issued_to), (N_("소속"), enrolment.issued_home)), N_("받는 사람")),
            Paragraph(PROVES, emphasised=True),
            Overview(
                (
                    (N_("교육 과정"), course.name),
                    (N_("교육 시간"), N_("%(hours)d시간") % {"hours": course.hours}),
                    (N_("이수한 날"), format_day(issued_on)),
                    (N_("유효기간"), until),
                    (N_("강사"), session.teacher),
                ),
                N_("교육 과정"),
            ),
            Paragraph(f"{format_day(issued_on)}\n{settings.office_name}", emphasised=True),
            Notice((check,)),
        ),
    )
