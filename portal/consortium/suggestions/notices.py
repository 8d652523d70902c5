"""What somebody hears whose suggestion was answered."""

from datetime import datetime

from portal.consortium.suggestions.models import ManualSuggestion
from portal.consortium.suggestions.queries import SUBJECT
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.notifications.actions import About

ANSWERED = N_("매뉴얼 개선 제안에 답이 왔습니다: %(title)s, %(section)s")


def tell_maker(suggestion: ManualSuggestion, *, now: datetime) -> None:
    section = suggestion.section
    words = ANSWERED % {"title": section.edition.manual.title, "section": section.heading}
    about = About(SUBJECT, suggestion.id, suggestion.state)
    news = News(Matter.MANUAL, about, words, f"/manual-suggestions/{suggestion.id}")
    tell_staff([suggestion.made_by], news, now=now)
