"""The questionnaire on paper, without anybody's name: to be filled in by hand and typed in afterwards."""

from datetime import datetime

from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.documents.model import Align, Column, Document, Notice, Overview, Section, Table, TextSize
from portal.extensions import current_settings
from portal.monitoring.screening.rules import Questionnaire

TITLE = N_("고립 위험 점검지")
BOX = "□"
REFERENCE = N_("참고용입니다. 이 점검만으로 지원이 정해지거나 끊기지 않습니다.")
MAY_DECLINE = N_("답하고 싶지 않은 문항은 ‘답하지 않음’에 표시하십시오. 불이익이 없습니다.")
HELP = N_("급하면 119, 마음이 힘들면 109, 복지 상담 129, 사무국 %(phone)s")
SECTION = N_("답에 표시하십시오. (점검지 %(number)d판)")
BLANK = "　" * 10


def questionnaire_paper(edition: Questionnaire, *, now: datetime) -> Document:
    office = current_settings()
    return Document(
        title=TITLE,
        author=office.office_name,
        created_at=now,
        text_size=TextSize.LARGE,
        ending=False,
        blocks=(
            Notice(
                (
                    REFERENCE,
                    MAY_DECLINE,
                    HELP % {"phone": format_phone(office.office_phone)},
                )
            ),
            Overview(((N_("가구 번호"), BLANK), (N_("물어본 날과 사람"), BLANK))),
            Section(SECTION % {"number": edition.number}, (_questions(edition),)),
        ),
    )


def _questions(edition: Questionnaire) -> Table:
    columns = (
        Column(N_("번호"), 7, Align.CENTRE),
        Column(N_("문항"), 66),
        Column(N_("예"), 6, Align.CENTRE),
        Column(N_("아니요"), 10, Align.CENTRE),
        Column(N_("답하지 않음"), 11, Align.CENTRE),
    )
    rows = tuple(
        (str(place), "\n".join(part for part in (question.words, question.hint) if part), BOX, BOX, BOX)
        for place, question in enumerate(edition.questions, start=1)
    )
    return Table(columns, rows)
