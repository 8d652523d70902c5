"""How somebody fills in the application, step by step."""

import re

from playwright.sync_api import Page

from tests.e2e.walking import choose, follow, press, see, visit, write


def agree_to_all(page: Page) -> None:
    """One consent after the other; the last one leads on."""
    for kind in ("collection", "sensitive", "third_party"):
        page.locator(f"#{kind}-card").get_by_label("동의합니다").check()
        follow(page, "다음 질문")
    page.locator("#publicity-card").get_by_label("동의하지 않습니다").check()
    press(page, "다음으로")


def tell_who(page: Page, name: str, birth: str, phone: str = "") -> None:
    write(page, "이름", name)
    write(page, "생년월일", birth)
    if phone:
        write(page, "전화번호", phone)
    follow(page, "다음 질문")
    write(page, "주소", "월드컵로 13길 20")
    follow(page, "다음 질문")
    write(page, "하고 싶은 말씀", "무릎이 아파서 욕실 청소를 못 합니다.")
    press(page, "다음으로")


def tell_needs(page: Page) -> None:
    choose(page, "사시는 동", "망원1동")
    follow(page, "다음 질문")
    choose(page, "혼자 사시나요?", "네, 혼자 삽니다")
    follow(page, "다음 질문")
    choose(page, "어떤 도움이 필요하세요?", "청소", "건강검진")
    follow(page, "다음 질문")
    choose(page, "얼마나 급하세요?", "급하지 않습니다")
    choose(page, "언제가 좋으세요?", "평일 오전")
    press(page, "다음으로")


def number_on(page: Page) -> str:
    found = re.search(r"\d{4}-\d{6}", page.locator(".number-box").inner_text())
    assert found is not None
    return found.group()


def apply_for_oneself(page: Page, name: str, phone: str) -> str:
    """All steps from the front page to the number of the application."""
    visit(page, "/")
    follow(page, re.compile("^신청하기"))
    choose(page, "누구의 신청인가요?", "제 신청입니다")
    press(page, "시작하기")
    tell_needs(page)
    agree_to_all(page)
    tell_who(page, name, "19520317", phone)
    see(page, name, "1952. 3. 17.", phone, "망원1동", "청소, 건강검진")
    press(page, "신청서 보내기")
    see(page, "신청이 접수되었습니다")
    return number_on(page)
