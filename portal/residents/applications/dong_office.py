"""What a care manager of a dong office hears of the applications that they sent in: that there is an answer."""

from datetime import datetime

from portal.accounts.queries import get_user
from portal.core.messages import N_
from portal.core.series import Series
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.notifications.actions import About
from portal.residents.applications.models import Application
from portal.residents.applications.states import Intake
from portal.web.numbered import said

ANSWERED = N_("동에서 보낸 신청에 답이 있습니다: %(number)s")


def tell_dong_office(application: Application, *, now: datetime) -> None:
    """Whoever sent it in; what the answer is stands on the page alone."""
    if application.intake is not Intake.DONG_OFFICE or application.entered_by_id is None:
        return
    about = About("application", application.id, application.state)
    words = ANSWERED % {"number": said(application.number, Series.APPLICATION)}
    news = News(Matter.DONG_OFFICE, about, words, f"/dong/applications/{application.id}")
    tell_staff([get_user(application.entered_by_id)], news, now=now)
