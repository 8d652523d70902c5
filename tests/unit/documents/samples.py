"""One full example of each document, with the characters that official papers use."""

from datetime import UTC, date, datetime

from portal.documents.manual import Approval, Manual, ManualSection, Revision, Step, manual_document
from portal.documents.minutes import (
    Decision,
    Minutes,
    NextMeeting,
    Participant,
    Task,
    Votes,
    minutes_document,
)
from portal.documents.model import Signer
from portal.documents.points import AgendaItem
from portal.documents.receipt import ConsentLine, NextStep, Receipt, receipt_document

MINUTES = Minutes(
    kind="실무회의",
    number=3,
    name="마포 돌봄 컨소시엄 11월 실무회의",
    host="마포구고용복지지원센터",
    starts_at=datetime(2026, 11, 20, 5, 0, tzinfo=UTC),
    ends_at=datetime(2026, 11, 20, 7, 30, tzinfo=UTC),
    place="센터 3층 회의실",
    attendees=(
        Participant("마포구고용복지지원센터", "센터장", "김영숙"),
        Participant("㈜백의민족", "대표", "최민석"),
        Participant("㈔함께하는행복한돌봄", "팀장", "정하늘"),
    ),
    observers=(Participant("마포구청", "주무관", "강은호"),),
    absentees=(),
    writer="서다은",
    closed_at=datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
    document_number="2026-000011",
    agenda=(
        AgendaItem(
            "10월 돌봄 연계 현황 보고", "신청 42건이 접수되어 39건을 연계하였습니다.\n\n부재 2건은 다시 잡습니다."
        ),
        AgendaItem("겨울철 안부 확인 방법 개선", "한파 특보가 있는 날에는 오전 중에 전화합니다.", "오세영"),
    ),
    decisions=(
        Decision("한파 특보가 있는 날 12시까지 안부 전화를 한다.", 2, Votes(7, 0, 1, 8)),
        Decision("현황은 보고받은 대로 접수한다.", 1),
    ),
    tasks=(Task("전화 순서표 만들기", "오세영", date(2026, 11, 30)), Task("저녁 자리 늘리기", "남궁선")),
    next_meeting=NextMeeting(datetime(2026, 12, 18, 5, 0, tzinfo=UTC), "센터 3층", ("한파 안부 전화 결과",)),
    attachments=("연계 현황표 1부.", "표준 매뉴얼(안) 1부."),
    signers=(Signer("작성자", "서다은"), Signer("확인자", "김영숙")),
)

SECTION_TEXT = """혼자 사는 이용자의 댁에서 **청소 서비스**를 할 때 따를 절차입니다.

- 세제를 섞어 쓰지 않습니다.

#### 준비물

| 구역 | 세제 |
|---|---|
| 욕실 | 중성세제 |
"""

MANUAL = Manual(
    organisation="마포 돌봄 컨소시엄",
    title="청소 서비스 업무 매뉴얼",
    document_number="M-2026-000001",
    edition=2,
    effective_on=date(2026, 12, 1),
    author=Approval("서다은", date(2026, 11, 10)),
    reviewer=Approval("이수진", date(2026, 11, 15)),
    approver=Approval("김영숙"),
    published_at=datetime(2026, 11, 21, tzinfo=UTC),
    revisions=(Revision(1, date(2026, 3, 2), "처음 만듦", "서다은"), Revision(2, None, "주의 사항을 더함", "서다은")),
    sections=(
        ManualSection("목적", SECTION_TEXT),
        ManualSection("적용 범위", SECTION_TEXT),
        ManualSection(
            "절차",
            steps=tuple(
                Step(f"{number}번째 일을 합니다.", "방문 직원", "5분", name=f"단계 {number}") for number in range(1, 41)
            ),
        ),
        ManualSection("개인정보 보호"),
    ),
)

RECEIPT = Receipt(
    number="2026-000123",
    received_at=datetime(2026, 11, 21, 6, 20, tzinfo=UTC),
    applicant_name="홍길동",
    channel="온라인",
    services=("청소", "소수리"),
    next_steps=(
        NextStep("사무국이 전화로 확인합니다.", datetime(2026, 11, 23, 9, 0, tzinfo=UTC), with_time=True),
        NextStep("돌봄코디네이터가 찾아뵙니다.", datetime(2026, 11, 26, 9, 0, tzinfo=UTC)),
        NextStep("협동조합에 연계합니다."),
    ),
    caller="마포 돌봄 컨소시엄 사무국",
    caller_phone="+8223001000",
    office_name="마포 돌봄 컨소시엄 사무국",
    office_phone="+8223001000",
    office_hours="평일 09:00~18:00",
    consents=(ConsentLine("개인정보 수집·이용", True, "종료 뒤 5년"), ConsentLine("소식지 (선택)", False, "-")),
    wanted_times="평일 오후",
    own_words="욕실 청소가 어렵습니다 😊",
    helper="김이웃 (이웃)",
)

MODELS = {
    "minutes": minutes_document(MINUTES),
    "manual": manual_document(MANUAL),
    "receipt": receipt_document(RECEIPT),
}
