"""What to call a device that signed in, from what its browser says about itself."""

from portal.core.messages import N_

_BROWSERS = (
    ("SamsungBrowser", N_("삼성 인터넷")),
    ("Whale", N_("웨일")),
    ("KAKAOTALK", N_("카카오톡")),
    ("NAVER", N_("네이버 앱")),
    ("Edg", N_("엣지")),
    ("Firefox", N_("파이어폭스")),
    ("Chrome", N_("크롬")),
    ("CriOS", N_("크롬")),
    ("Safari", N_("사파리")),
)
_SYSTEMS = (
    ("iPhone", N_("아이폰")),
    ("iPad", N_("아이패드")),
    ("Android", N_("안드로이드")),
    ("Windows", N_("윈도우")),
    ("Macintosh", N_("맥")),
    ("Linux", N_("리눅스")),
)


def describe(user_agent: str) -> tuple[str, str]:
    """Browser and system, as message ids; those nobody knows have a word too."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), N_("알 수 없는 브라우저"))
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), N_("알 수 없는 기기"))
    return browser, system
