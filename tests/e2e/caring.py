"""How a coordinator finds out what a household needs and writes it into a plan."""

from playwright.sync_api import Page

from tests.e2e.walking import choose, press, see, write

AREAS = ("움직임·외출", "식사·영양", "청소·세탁", "집 안 안전", "건강·약", "사람 만남·마음")
GOAL = "한 달 안에 방과 부엌을 되찾기"


def assess(page: Page) -> None:
    """From the form of the assessment to that of the plan."""
    choose(page, "어떻게 확인했습니까?", "집에 찾아가서")
    for area in AREAS:
        choose(page, area, "조금 필요")
    write(page, "한눈에 보는 형편", "집 밖에 거의 나가지 않으십니다. 청소를 함께 하면 좋겠습니다.")
    press(page, "확인 저장하기")
    see(page, "욕구 확인을 저장했습니다.")


def draft_plan(page: Page) -> None:
    """One line: cleaning, once a week."""
    write(page, "계획의 방향", "집을 다시 편한 곳으로 만들고 밖에 나갈 힘을 얻습니다.")
    write(page, "필요한 것", "쌓인 쓰레기를 혼자 치우지 못하심")
    write(page, "목표", GOAL)
    page.get_by_role("combobox", name="서비스").select_option(label="청소")
    page.get_by_label("얼마나 자주").select_option(label="한 주에")
    press(page, "초안 저장하기")
    see(page, "계획 초안을 저장했습니다.")
