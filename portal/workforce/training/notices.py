"""What members and coordinators hear of sessions in which their people take part; nobody in care is told of."""

from datetime import datetime

from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience
from portal.workforce.training.models import TrainingEnrolment
from portal.workforce.training.truth import SUBJECT, says_of

MOVED_UP = N_("교육 대기에서 자리가 났습니다: %(course)s")
CHANGED = N_("교육 일정이 바뀌었습니다: %(course)s")
CALLED_OFF = N_("교육이 취소되었습니다: %(course)s")
BODY = N_("%(subject)s\n\n참가자: %(name)s\n때: %(when)s\n곳: %(place)s\n\n%(url)s\n\n%(office)s")


def tell_of(enrolment: TrainingEnrolment, subject: str, *, now: datetime) -> None:
    """Mail the member of the worker, or tell whoever takes part themselves, about the session as it stands."""
    session, settings = enrolment.session, current_settings()
    path = f"/training/sessions/{session.id}"
    about = About(SUBJECT, enrolment.id, says_of(enrolment))
    words = subject % {"course": session.course.name}
    if enrolment.user is not None:
        tell_staff([enrolment.user], News(Matter.TRAINING, about, words, path), now=now)
    elif enrolment.worker is not None:
        body = BODY % {
            "subject": words,
            "name": enrolment.worker.name,
            "when": format_moment(session.starts_at),
            "place": session.place,
            "url": f"{settings.base_url}{path}",
            "office": settings.office_name,
        }
        to = enrolment.worker.organisation.email
        send_mail(to, words, body, audience=Audience.COOPERATIVE, kind="training_session", now=now, about=about)
