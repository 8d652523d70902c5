"""Lets in the last of the office, who has neither telephone nor recovery codes, from the machine itself."""

from collections.abc import Sequence
from datetime import datetime

from portal.accounts.actions.authenticator import take_off_factors
from portal.accounts.actions.passwords import draw_reset_link
from portal.accounts.models import User
from portal.accounts.queries import staff_by_email, users_who_may
from portal.accounts.rules import may_be_let_in
from portal.audit.actions import record
from portal.core.actors import SYSTEM
from portal.core.emails import clean_email
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.notifications.actions import Lasting, send_mail
from portal.notifications.states import Audience

BODY = N_(
    "%(site)s 서버에서 명령으로 %(name)s 님의 인증 앱 등록을 풀고 비밀번호를 새로 정할 주소를 냈습니다.\n\n"
    "까닭: %(reason)s\n서버 계정: %(machine_user)s\n\n"
    "들은 적이 없는 일이면 %(name)s 님과 서버를 돌보는 분께 바로 전화해 주십시오.\n"
)


def let_in(email: str, *, reason: str, machine_user: str, also: Sequence[str], now: datetime) -> tuple[str, list[str]]:
    """Take the factors off and draw a link to a new password; returns the link and whom the mail goes to.

    Only while too few others of the office are there to do it on screen, and never without a second person who is
    told: all others of the office, the auditors, and the addresses `also`.
    """
    user = staff_by_email(clean_email(email))
    office = users_who_may(Permission.STAFF_MANAGE)
    if user is None or user not in office:
        raise DomainError(N_("이 이메일로 들어오는 사무국 직원이 없습니다."))
    if not may_be_let_in(others=len(office) - 1):
        raise Conflict(N_("사무국의 다른 두 분이 직원 화면에서 할 수 있습니다."))
    told = _second_people(user, office, also)
    if not told:
        raise DomainError(N_("알릴 사람이 없습니다. --tell 로 두 번째 사람의 이메일을 적어 주십시오."))
    subject = ("user", user.id)
    record("account.let_in", actor=SYSTEM, now=now, subject=subject, machine_user=machine_user, told=len(told))
    take_off_factors(user, actor=SYSTEM, now=now)
    link = draw_reset_link(user, now=now)
    words = {"site": current_settings().site_name, "name": user.name, "reason": reason, "machine_user": machine_user}
    for address in told:
        send_mail(
            address,
            N_("서버에서 들여보냄"),
            BODY % words,
            audience=Audience.ACCOUNT,
            kind="staff_let_in",
            now=now,
            about=Lasting("it tells what was done, which stays done"),
        )
    return link, told


def _second_people(user: User, office: Sequence[User], also: Sequence[str]) -> list[str]:
    people = [*office, *users_who_may(Permission.AUDIT_READ)]
    addresses = {*(person.email for person in people if person.email), *(clean_email(address) for address in also)}
    return sorted(addresses - {user.email})
