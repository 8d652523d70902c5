"""Each sentence of the privacy notice is held by a test, a law or people; a new one must say by which."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.core.keeping import Class, Retention
from portal.db.kept import holdings
from portal.privacy.inventory.presentation import until
from portal.tables import metadata
from tests.client import PortalClient
from tests.factories.consortium import make_organisation
from tests.integration.web.rights_promised import ACT, DESTROYING, ERASING, PEOPLE, RIGHTS, RIGHTS_HELD_BY
from tests.integration.web.times_promised import EXPIRING, LEFT_BEHIND, TIMES_HELD_BY

NOTICE = "portal/web/data/privacy.md"
HERE = "tests/integration/web/test_privacy_notice.py"
HOW_LONG = f"{HERE}::test_tells_of_every_table_how_long_it_is_kept"
COOKIES = f"{HERE}::test_only_cookies_of_the_portal_itself_are_set"
SIGN_IN = "tests/integration/accounts/test_staff_sign_in.py"
SCOPE = "tests/integration/coordinators/test_referrals_scope.py::TestScope"
PRIVACY = "tests/integration/coordinators/test_privacy.py"
WEB = "tests/integration/web"
INCIDENTS = "tests/integration/privacy/test_incidents.py"
REPORTED = "tests/integration/privacy/test_incidents_reported.py"
COPIES = "tests/integration/privacy/test_copies.py"
SEEN = "tests/integration/privacy/test_seen.py"

HELD_BY: dict[str, tuple[str, ...]] = {
    **RIGHTS_HELD_BY,
    "{consortium_name:은/는} 개인정보 보호법을 지킵니다.": (ACT,),
    "누구인지 알 수 없게 만든 숫자로 성과를 봅니다.": (
        "tests/integration/figures/test_pages.py::TestAuditor::test_counts_of_one_to_four_are_hidden_and_a_second_with_them",
    ),
    "정한 목적이 아닌 곳에 쓰지 않습니다.": (f"{ACT} 18",),
    "나머지는 적지 않으셔도 됩니다.": (
        "tests/integration/residents/test_apply_questions.py::TestQuestions::test_at_most_eight_answers_are_required",
    ),
    "주민등록번호는 받지 않습니다.": (
        f"{WEB}/test_protection.py::TestFailures::test_a_resident_number_is_refused_wherever_it_is_typed",
    ),
    "적으시면 저장하지 않고 알려 드립니다.": (
        "tests/integration/residents/test_apply_pages.py::TestResidentNumbers::test_are_not_even_kept_in_the_draft",
    ),
    "로그인과 화면 설정에 꼭 필요한 쿠키만 씁니다.": (COOKIES,),
    "광고와 추적 쿠키는 없습니다.": (COOKIES,),
    "다음 기간이 지나면 포털이 저절로 없애거나 누구의 것인지 알 수 없게 만듭니다.": (
        f"{EXPIRING}::test_whatever_tells_of_somebody_for_a_time_is_reached_when_it_is_over",
    ),
    "{kept}": (
        HOW_LONG,
        *(holder for holders in TIMES_HELD_BY.values() for holder in holders),
    ),
    "컨소시엄이 운영되는 동안 두는 기록은 저절로 없애지 않습니다.": (HOW_LONG,),
    "무엇을 몇 건 없앴는지 파기 대장에 적습니다.": (LEFT_BEHIND,),
    "막힌 화면을 열려고 한 것도 남깁니다.": (
        "tests/integration/audit/test_refusals.py::test_a_refused_page_is_told_with_who_and_which",
    ),
    "금액과 통계는 누구의 것인지 알 수 없게 만들어 남깁니다.": (
        f"{DESTROYING}::test_every_table_that_tells_of_a_file_is_emptied",
    ),
    "법이나 분쟁 때문에 더 보관해야 하면 까닭과 끝나는 날을 적어 둡니다.": (
        "tests/integration/privacy/test_holding.py::TestHolding::test_asks_why_and_until_when",
    ),
    "지워 달라고 말씀하시면 사무국이 살펴보고 답합니다.": (
        f"{ERASING}::TestWhatStandsAgainst::test_is_open_care_and_a_hold",
        f"{ACT} 36",
    ),
    "제3자 제공에 동의하신 경우에만, 서비스를 맡은 협동조합에 알립니다.": (
        f"{SCOPE}::test_a_withdrawn_consent_hides_the_person_at_once",
        f"{PRIVACY}::TestAWithdrawnConsent::test_lets_no_cooperative_accept",
    ),
    "{items}": (f"{HERE}::test_tells_what_the_columns_say_of_themselves",),
    "{recipients}": (f"{HERE}::test_names_the_members_of_today",),
    "협동조합은 진행 중인 연계의 이용자만 볼 수 있습니다.": (f"{SCOPE}::test_another_cooperative_does_not_know_of_it",),
    "연계가 끝나면 볼 수 없습니다.": (f"{SCOPE}::test_the_person_shows_after_acceptance_and_not_after_the_end",),
    "종이 서식은 6개월 안에 파쇄합니다.": ("people: the co-operatives, as their manuals say",),
    "문자나 이메일 발송, 서버 운영을 다른 회사에 맡기면 받는 곳과 맡긴 일을 이 방침에 적습니다.": (
        PEOPLE,
        f"{ACT} 26",
    ),
    "동의를 하나씩 따로 거둘 수 있습니다.": (
        "tests/integration/residents/test_consents.py::TestThePages::test_ask_before_withdrawing_and_do_it",
    ),
    "바로 멈춥니다.": (
        "tests/integration/residents/test_consents.py::TestWithdrawing::test_takes_effect_at_once_and_keeps_the_row",
    ),
    "비용은 받지 않습니다.": (PEOPLE,),
    "선택 동의를 거두어도 서비스는 같습니다.": (f"{PRIVACY}::TestAWithdrawnConsent::test_to_publish_hinders_nothing",),
    "서비스에 꼭 필요한 동의를 거두시면 방문 서비스를 이어 갈 수 없으며, 다른 기관을 안내합니다.": (
        f"{PRIVACY}::TestAWithdrawnConsent::test_lets_no_visit_be_moved",
        PEOPLE,
    ),
    "사람의 확인 없이 컴퓨터만으로 이용자를 정하거나 거절하지 않습니다.": (
        "tests/integration/residents/test_applications.py::TestDeciding::test_pairing_is_for_the_office",
    ),
    "종사자는 저마다 자기 계정을 쓰고, 비밀번호와 인증 번호로 두 번 확인합니다.": (
        f"{SIGN_IN}::TestAuthenticator::test_the_password_alone_does_not_sign_in",
        "tests/integration/accounts/test_authenticator.py::TestProductionAsksForIt",
    ),
    "여러 번 틀리면 잠그고, 자리를 비우면 저절로 로그아웃합니다.": (
        f"{SIGN_IN}::TestPassword::test_five_failures_slow_down_and_ten_lock_for_half_an_hour",
        "tests/integration/accounts/test_sessions.py::TestIdle::test_staff_are_signed_out_after_20_minutes_without_use",
    ),
    "맡은 일에 필요한 만큼만 봅니다.": (
        f"{WEB}/test_page_role_matrix.py::test_each_role_opens_what_it_may_and_nothing_else",
        f"{SCOPE}::test_another_coordinator_does_not_know_of_it",
    ),
    "목록에서는 이름과 번호를 가립니다.": (
        "tests/integration/coordinators/test_desk_pages.py::TestHouseholds::test_masks_names_and_numbers",
    ),
    "개인정보를 보거나 고치면 누가 언제 했는지 남깁니다.": (
        f"{PRIVACY}::TestRecordedReads::test_each_page_about_a_person_is_recorded",
    ),
    "보관하는 모든 것의 사본을 내 돌봄에서 바로 받으실 수 있습니다.": (
        f"{COPIES}::test_every_column_about_a_person_is_in_both_files",
        f"{COPIES}::TestThePerson::test_is_asked_once_more_who_they_are",
    ),
    "어느 기관에서 언제 무엇을 왜 보았는지 내 돌봄에서 보실 수 있고, 하나하나 물으실 수 있습니다.": (
        f"{RIGHTS}/test_pages.py::TestAsking::test_from_who_looked_names_the_opening",
        f"{SEEN}::test_every_page_about_a_person_leaves_a_row",
        f"{SEEN}::TestThePage::test_says_role_organisation_times_and_why_but_no_name",
    ),
    "접속기록은 고치면 드러나도록 보관합니다.": (
        "tests/integration/audit/test_sealing.py::TestFaults::test_no_column_can_be_changed_unseen",
    ),
    "주고받는 길을 암호화합니다.": (
        f"{WEB}/test_production.py::test_the_way_back_to_a_draft_is_told_over_https_alone",
        "tests/unit/test_config.py::TestProduction::test_an_insecure_one_is_refused_by_name",
    ),
    "건강과 돌봄에 관해 적은 글, 부탁하신 말씀, 들어가는 방법은 암호로 바꾸어 보관합니다.": (
        "tests/integration/demo/test_in_the_clear.py::test_no_words_about_anybody_lie_in_the_database",
        "tests/arch/test_kept.py::test_what_is_sensitive_or_secret_lies_encrypted",
    ),
    "올리신 사진에서는 찍은 곳의 정보를 지웁니다.": (
        "tests/unit/documents/test_images.py::TestCleanPhoto::test_tells_neither_place_nor_camera",
    ),
    "알게 된 때부터 72시간 안에 당사자에게 알립니다.": (
        f"{INCIDENTS}::TestTheClock::test_is_told_at_once_a_day_before_and_when_it_has_run_out",
    ),
    "새어 나간 항목, 때와 까닭, 피해를 줄이는 방법, 우리가 한 조치, 피해를 구제받는 절차, 연락할 곳을 함께 알립니다.": (
        f"{INCIDENTS}::TestTelling::test_goes_by_mail_or_text_and_letter",
    ),
    "법이 정한 경우 관계 기관에도 신고합니다.": (
        f"{REPORTED}::TestTheReport::test_is_owed_as_the_law_says",
        f"{REPORTED}::TestTheReport::test_comes_before_closing_where_it_is_owed",
    ),
    "전화번호와 받는 시간은 모든 화면의 아래쪽에 있습니다.": (f"{HERE}::test_every_page_says_whom_to_call",),
    "내용이 바뀌면 이 화면 위쪽의 판과 시행일이 바뀝니다.": (PEOPLE,),
}

PROMISE_NOTHING = {
    "신청하실 때는 이름, 생년월일, 전화번호, 주소, 동, 혼자 사시는지, 필요한 서비스, 급한 정도를 여쭙습니다.",
    "이 방침은 돌봄 포털에서 무엇을 받고, 어디에 쓰고, 어떻게 지키는지 알려 드립니다.",
    "이 포털은 컨소시엄이 운영하는 민간 누리집입니다.",
    "정부 누리집이 아닙니다.",
    "신청을 접수하고 본인인지 확인합니다.",
    "이용자와 코디네이터를 1:1로 짝짓고 상담합니다.",
    "돌봄 계획을 세우고 협동조합에 연계합니다.",
    "방문을 약속하고, 기록하고, 잘 되었는지 살핍니다.",
    "위급할 때 비상 연락처와 구조 기관에 알립니다.",
    "문의, 불편, 사고를 처리합니다.",
    "비상 연락처로 적은 분께는 미리 말씀해 주시기 바랍니다.",
    "알리는 것은 이름, 전화번호, 주소, 맡은 서비스와 날짜, 들어가는 방법, 반려동물, 꼭 필요한 주의점입니다.",
    "동의 없이 알리는 경우는 두 가지입니다.",
    "문자와 이메일은 통신사와 메일 서버를 거쳐 갑니다.",
    "내 정보를 보여 달라고 할 수 있습니다.",
    "틀린 것을 고쳐 달라고 할 수 있습니다.",
    "지워 달라고 할 수 있습니다.",
    "쓰지 말라고 할 수 있습니다.",
    "다른 기관의 도움도 받으실 수 있습니다.",
}
"""What the portal is for, what it does, and what somebody may ask for."""


def sentences(text: str) -> Iterator[str]:
    """The sentences of the notice, and the places where it tells what the portal says of itself."""
    for line in text.splitlines():
        plain = re.sub(r"^- (?:\*\*[^*]+\*\*: )?", "", line)
        if line in ("{recipients}", "{items}", "{kept}"):
            yield line
        else:
            yield from (each.strip() for each in re.findall(r"[^.]+(?:\.\d[^.]*)*다\.", plain))


def unclassified(text: str) -> set[str]:
    return set(sentences(text)) - HELD_BY.keys() - PROMISE_NOTHING


def is_there(project: Path, holder: str) -> bool:
    """Whether the test, or the class of tests, stands in its file."""
    path, *names = holder.split("::")
    nodes: list[ast.stmt] = ast.parse((project / path).read_text("utf-8")).body
    for name in names:
        found = [n for n in nodes if isinstance(n, ast.ClassDef | ast.FunctionDef) and n.name == name]
        if not found:
            return False
        nodes = found[0].body
    return True


def test_every_sentence_says_what_holds_it(project: Path) -> None:
    assert unclassified((project / NOTICE).read_text("utf-8")) == set()


def test_nothing_is_listed_that_the_notice_does_not_say(project: Path) -> None:
    assert HELD_BY.keys() | PROMISE_NOTHING == set(sentences((project / NOTICE).read_text("utf-8")))


@pytest.mark.parametrize("text", ["건강에 관한 메모는 암호로 바꾸어 저장합니다.", "- 다달이 점검합니다."])
def test_a_new_promise_is_noticed(text: str) -> None:
    assert unclassified(text)


@pytest.mark.parametrize("holder", sorted({holder for holders in HELD_BY.values() for holder in holders}))
def test_what_holds_a_sentence_is_there(project: Path, holder: str) -> None:
    assert holder.startswith((ACT, PEOPLE)) or is_there(project, holder)


def test_names_the_members_of_today(client: PortalClient, session: Session) -> None:
    make_organisation("새로 들어온 협동조합")
    assert "<li>새로 들어온 협동조합</li>" in client.get("/privacy").get_data(as_text=True)


def test_tells_what_the_columns_say_of_themselves(client: PortalClient, session: Session) -> None:
    html = client.get("/privacy").get_data(as_text=True)
    told = [each for each in holdings(metadata) if each.kind in (Class.IDENTIFYING, Class.SENSITIVE)]
    assert {"들어가는 방법", "문자와 메일의 내용"} <= {each.words for each in told}
    assert {each.words for each in told if each.words not in html} == set()
    assert "인증 앱의 비밀 값" not in html


def test_tells_of_every_table_how_long_it_is_kept(client: PortalClient, session: Session) -> None:
    html = client.get("/privacy").get_data(as_text=True)
    told = dict(re.findall(r"<li><strong>([^<]+)</strong>: ([^<]+)</li>", html))
    assert TIMES_HELD_BY.keys() == set(Retention) - {Retention.CONSORTIUM, Retention.PORTAL}
    for table in metadata.tables.values():
        kept = table.info["kept"]
        if kept.retention in TIMES_HELD_BY or (kept.retention is Retention.CONSORTIUM and not kept.plain):
            assert kept.words in told[until(kept.retention)].split(", "), table.name
    assert {"기기의 신호", "틀린 로그인", "개인정보 유출"} <= set(", ".join(told.values()).split(", "))


def test_only_cookies_of_the_portal_itself_are_set(client: PortalClient, session: Session) -> None:
    for address in ("/", "/apply", "/sign-in", "/status", "/worry", "/privacy"):
        client.get(address)
    client.post("/display", data={"text_size": "large"})
    kept = {cookie.key for cookie in client._cookies.values()} if client._cookies else set()
    assert kept <= {"portal", "application", "display", "device"}
    assert kept


def test_every_page_says_whom_to_call(client: PortalClient, session: Session) -> None:
    for address in ("/", "/services", "/apply", "/sign-in", "/worry", "/privacy", "/nowhere"):
        html = client.get(address).get_data(as_text=True)
        assert "평일 09:00~18:00" in html
        assert "tel:+8223001000" in html
