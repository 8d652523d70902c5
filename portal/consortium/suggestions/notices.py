"""What somebody hears whose suggestion was answered."""

from datetime import datetime

from portal.consortium.suggestions.models import ManualSuggestion
from portal.consortium.suggestions.queries import SUBJECT
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.notifications.actions import About

ANSWERED = N_("매뉴얼 개선 제안에 답이 왔습니다: %(title)s, %(section)s")
SPOKEN_OF = N_("매뉴얼 개선 제안을 회의에서 다루었습니다: %(title)s, %(section)s")
LEFT_OUT = N_("매뉴얼 개선 제안을 회의에서 다루지 않기로 하였습니다: %(title)s, %(section)s")
IN_FORCE = N_("매뉴얼 개선 제안을 담은 판을 시행합니다: %(title)s, %(section)s")


def tell_maker(suggestion: ManualSuggestion, *, now: datetime, of: str = ANSWERED) -> None:
    section = suggestion.section
    words = of % {"title": section.edition.manual.title, "section": section.heading}
    about = About(SUBJECT, suggestion.id, suggestion.state)
    news = News(Matter.MANUAL, about, words, f"/manual-suggestions/{suggestion.id}")
    tell_staff([suggestion.made_by], news, now=now)
