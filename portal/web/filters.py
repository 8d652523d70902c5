"""How values look in templates."""

from datetime import date, datetime, time
from typing import Protocol

from flask import Flask
from markupsafe import Markup

from portal.core import dates, masking, money, phone
from portal.core.actors import SYSTEM
from portal.core.clock import SEOUL
from portal.core.dongs import dong
from portal.core.hangul import josa
from portal.core.markdown import render_markdown
from portal.web.territory import dong_name
from portal.web.unbroken import unbroken, whole
from portal.web.words import gettext as _


def show_clock(value: datetime | time) -> str:
    local = value.astimezone(SEOUL) if isinstance(value, datetime) else value
    return f"{local:%H:%M}"


def show_day(value: date | datetime | None) -> str:
    return "-" if value is None else whole(dates.format_day(_day_in_seoul(value)))


def show_long_day(value: date | datetime) -> str:
    """12월 3일 수요일"""
    return whole(dates.format_long_day(_day_in_seoul(value)))


class Lasting(Protocol):
    """A slot, a visit, a referral's time; of a stay `is_stay` is true."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def show_span(value: Lasting) -> str:
    """12월 3일 수요일 10:00~12:00; of a stay 2026. 12. 3.(목)~2026. 12. 6.(일) 3박."""
    if getattr(value, "is_stay", False):
        return dates.format_stay(value.starts_at, value.ends_at)
    return show_long_day(value.starts_at) + f" {show_clock(value.starts_at)}~{show_clock(value.ends_at)}"


def _day_in_seoul(value: date | datetime) -> date:
    return value.astimezone(SEOUL).date() if isinstance(value, datetime) else value


def month_words(month: date) -> str:
    """2026년 10월"""
    return _("%(year)d년 %(month)d월", year=month.year, month=month.month)


def show_moment(value: datetime | None) -> str:
    """2026. 11. 21.(토) 15:20; the time may stand in the next line."""
    return "-" if value is None else show_day(value) + f" {dates.format_clock(value)}"


def show_phone(e164: str) -> str:
    return whole(phone.format_phone(e164))


def show_masked_phone(e164: str) -> str:
    return whole(masking.mask_phone(e164))


def show_number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def show_dong(code: str) -> str:
    return dong_name(dong(code))


def show_markdown(text: str, heading_shift: int = 1) -> Markup:
    return Markup(render_markdown(text, heading_shift=heading_shift))  # noqa: S704 cleaned by nh3


def by_whom(name: str) -> str:
    """Whoever acted by name; what the portal did by itself is told as its own."""
    return _("포털") if name == SYSTEM.name else name


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=show_day,
        moment=show_moment,
        clock=show_clock,
        won=money.won,
        number=show_number,
        by_whom=by_whom,
        phone=show_phone,
        masked_name=masking.mask_name,
        masked_phone=show_masked_phone,
        masked_birth=masking.mask_birth,
        dong=show_dong,
        markdown=show_markdown,
        long_day=show_long_day,
        span=show_span,
        josa=josa,
        month_words=month_words,
        unbroken=unbroken,
    )
