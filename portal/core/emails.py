"""E-mail addresses in one form."""

import re

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.text import normalise, refuse_invisible

EMAIL_LENGTH = 254
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def clean_email(text: str) -> str:
    """An e-mail address in lower case; raises `DomainError` for what cannot be one."""
    email = normalise(text).lower()
    refuse_invisible(email)
    if len(email) > EMAIL_LENGTH or not _EMAIL.fullmatch(email):
        raise DomainError(N_("이메일 주소를 다시 확인해 주십시오. 예: hong@example.kr"), "email")
    return email
