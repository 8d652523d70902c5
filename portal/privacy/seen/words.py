"""What was opened and what for, as the person reads it: the audit keeps the key."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from portal.core.messages import N_
from portal.db.base import Base
from portal.db.kept import holdings
from portal.residents.households.states import Fact


class Sight(NamedTuple):
    """What somebody saw, and what pages of that kind are for."""

    what: str
    why: str


CARE = N_("돌봄을 살피려고")
REACHING = N_("연락하거나 찾아뵈려고")
VISITING = N_("방문을 약속하고 준비하려고")
PLANNING = N_("돌봄 계획을 세우려고")
FACTS = N_("바뀐 정보를 적으려고")
DECIDING = N_("신청을 보고 정하려고")
AGREEING = N_("동의를 확인하려고")
PAYING = N_("비용과 지원을 확인하려고")
SETTLING = N_("정산하려고")
LOOKING_AFTER = N_("안부를 확인하려고")
ONCE = N_("같은 분이 두 번 등록되지 않았는지 보려고")

EMERGENCY = N_("긴급한 일로: %(reason)s")
"""What somebody wrote who opened a household that was not theirs to see to."""

SIGHTS: Mapping[str, Sight] = {
    "page": Sight(N_("돌봄 기록 전체"), CARE),
    "household": Sight(N_("돌봄 기록"), CARE),
    "phone, address, birth": Sight(N_("가리지 않은 전화번호, 주소, 생년월일"), REACHING),
    "visit": Sight(N_("방문과 연계"), VISITING),
    "referral": Sight(N_("방문과 연계"), VISITING),
    "series": Sight(N_("정기 방문"), VISITING),
    "photo": Sight(N_("방문 사진"), N_("방문이 잘 되었는지 보려고")),
    "assessment": Sight(N_("욕구 확인"), PLANNING),
    "plan": Sight(N_("돌봄 계획"), PLANNING),
    "plan_line": Sight(N_("돌봄 계획"), PLANNING),
    "conference": Sight(N_("통합지원회의에서 나눈 이야기"), N_("돌봄을 함께 의논하려고")),
    "contacts": Sight(N_("연락 기록"), CARE),
    "absence": Sight(N_("집을 비우시는 날"), LOOKING_AFTER),
    "addresses": Sight(N_("발굴 조사 명단의 주소"), REACHING),
    "screening": Sight(N_("고립 위험 점검"), CARE),
    "pairings": Sight(N_("담당 코디네이터"), N_("담당을 정하려고")),
    "handover": Sight(N_("인수인계"), N_("담당을 넘기고 받으려고")),
    "death": Sight(N_("사망을 적는 화면"), N_("돌아가신 것을 적거나 확인하려고")),
    "closure": Sight(N_("돌봄을 마치는 화면"), N_("돌봄을 마치려고")),
    "call": Sight(N_("전화번호와 주소, 지난 전화"), N_("전화로 안부를 여쭈려고")),
    "request": Sight(N_("부탁하신 말씀"), N_("부탁에 답하려고")),
    "outside_link": Sight(N_("다른 기관에 부탁한 일"), N_("다른 기관의 도움을 이으려고")),
    "body_request": Sight(N_("다른 기관이 보낸 요청과 회신"), N_("다른 기관의 요청에 답하려고")),
    "support_plan": Sight(N_("개인별지원계획"), PLANNING),
    "support_goal": Sight(N_("개인별지원계획"), PLANNING),
    "support_line": Sight(N_("개인별지원계획"), PLANNING),
    "support_handing": Sight(N_("개인별지원계획"), PLANNING),
    "wait": Sight(N_("대기 명단에서 기다리는 것"), N_("기다리는 자리를 이으려고")),
    "aid": Sight(N_("대신 신청한 급여"), N_("급여 신청을 도우려고")),
    "care_request": Sight(N_("부탁하신 말씀"), N_("부탁에 답하려고")),
    "letter": Sight(N_("고맙다는 편지"), N_("편지를 전하려고")),
    "worker": Sight(N_("종사자"), VISITING),
    "guests": Sight(N_("행사 참가자"), N_("행사를 준비하려고")),
    "training": Sight(N_("교육 참가와 이수"), N_("교육을 준비하고 이수를 확인하려고")),
    "message": Sight(N_("알림"), REACHING),
    "helpers": Sight(N_("도와주는 분"), N_("도와주는 분을 확인하려고")),
    "helping": Sight(N_("내 돌봄"), N_("동의하신 대로 도와드리려고")),
    "rights_request": Sight(N_("개인정보에 대한 요구"), N_("개인정보 요구에 답하려고")),
    "copy": Sight(N_("내 정보 사본"), N_("개인정보 요구에 답하려고")),
    "facts": Sight(N_("내 정보"), FACTS),
    "application": Sight(N_("신청"), DECIDING),
    "receipt": Sight(N_("접수증"), DECIDING),
    "consents": Sight(N_("동의한 내용"), AGREEING),
    "alike": Sight(N_("이름과 생년월일"), ONCE),
    "resemblance": Sight(N_("이름과 생년월일"), ONCE),
    "eligibility": Sight(N_("지원 대상인지"), PAYING),
    "support": Sight(N_("이용 금액과 지원"), PAYING),
    "charge": Sight(N_("이용 금액과 지원"), PAYING),
    "override": Sight(N_("이용 금액과 지원"), PAYING),
    "dispute": Sight(N_("정산 명세서의 한 줄"), SETTLING),
    "statement_line": Sight(N_("정산 명세서의 한 줄"), SETTLING),
    "alert": Sight(N_("안부 경보와 전화번호"), LOOKING_AFTER),
    "rescue": Sight(N_("주소와 들어가는 방법"), LOOKING_AFTER),
    "watch_sheet": Sight(N_("안부 안내문"), N_("안내문을 드리려고")),
    "watching": Sight(N_("안부 살핌"), N_("안부를 살피려고")),
    "device": Sight(N_("안부 살핌"), N_("안부를 살피려고")),
    "neighbour": Sight(N_("성을 뺀 이름, 동, 찾아가거나 전화할 곳"), LOOKING_AFTER),
    "rounds": Sight(N_("성을 뺀 이름과 동"), LOOKING_AFTER),
    "neighbours": Sight(N_("이웃지킴이가 알린 일"), LOOKING_AFTER),
    "assignment": Sight(N_("이웃지킴이가 알린 일"), LOOKING_AFTER),
    "neighbour_report": Sight(N_("이웃지킴이가 알린 일"), LOOKING_AFTER),
    "emergency": Sight(N_("돌봄 기록"), N_("긴급한 일로 열었습니다")),
    "emergency_access": Sight(N_("긴급 열람"), N_("긴급 열람이 맞았는지 확인하려고")),
    "statement": Sight(N_("정산 명세서(이름을 가림)"), SETTLING),
    **{fact.value: Sight(N_("내 정보"), FACTS) for fact in Fact},
}
"""By what `record_read` calls its fields."""


MORE = N_("그 밖의 항목")


def field_words(field: str) -> str:
    """What was seen, or which column was changed, as the notice calls it."""
    return SIGHTS[field].what if field in SIGHTS else _columns().get(field, MORE)


@cache
def _columns() -> Mapping[str, str]:
    return {each.column.name: each.words for each in holdings(Base.metadata) if each.words}


def sight_of(fields: str) -> Sight:
    """What has no words here is told as the record."""
    return SIGHTS.get(fields, SIGHTS["household"])
