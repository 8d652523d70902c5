"""What those who were at a meeting hear when its minutes are sealed."""

from datetime import datetime

from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.minutes.amending import on_desk
from portal.consortium.minutes.mailing import letter_words, reached
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.paper import word_of
from portal.consortium.minutes.queries import SUBJECT, reads_here, who_was_there
from portal.consortium.minutes.rules import last_day
from portal.consortium.minutes.truth import SEALED
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.series import Series, said
from portal.extensions import current_settings
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

LINE = N_("회의록을 확정하였습니다: 제%(number)d차 %(meeting)s")
BODY = N_(
    "%(name)s 님, %(when)s에 연 제%(number)d차 %(meeting)s의 회의록을 확정하였습니다. 이제 바뀌지 않습니다.\n\n"
    "문서 번호: %(document)s\n전자 지문(SHA-256): %(digest)s\n확인 명단: %(word)s\n\n%(where)s"
)
BY_LINK = N_("%(open_until)s까지 아래 주소에서 읽으실 수 있습니다. 로그인하지 않으셔도 됩니다.\n%(link)s\n")
APART = N_("사람에 대하여 이야기한 회의여서 포털에 로그인하여 읽으십니다.\n%(link)s\n")
BY_TELEPHONE = N_(
    "사람에 대하여 이야기한 회의여서 이 메일로는 읽으실 수 없습니다. 물으실 것은 사무국에 전화해 주십시오.\n%(phone)s\n"
)


def tell_sealed(minutes: Minutes, *, now: datetime) -> None:
    """Number, digest and how they stand in the list, with the link that opens them for a while."""
    seats, about = who_was_there(minutes.meeting), About(SUBJECT, minutes.id, SEALED)
    addresses, until = reached(seats), last_day(now, current_settings().target.minutes_open_days)
    for seat in seats:
        words = letter_words(minutes, seat) | {
            "document": said(minutes.number or "", Series.MINUTES),
            "digest": minutes.digest,
            "word": word_of(minutes, seat),
            "open_until": format_day(until),
        }
        is_apart = seat.meeting.kind in RESTRICTED
        where = BY_LINK if not is_apart else APART if reads_here(seat) else BY_TELEPHONE
        words["where"] = where % words
        if seat in addresses:
            to, kind = addresses[seat], "minutes_sealed"
            send_mail(to, LINE % words, BODY % words, audience=Audience.ASKED, kind=kind, now=now, about=about)
        on_desk(seat, LINE % words, about, now)
