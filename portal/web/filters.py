"""How values look in templates."""

from datetime import date, datetime, time

from flask import Flask
from markupsafe import Markup

from portal.core import dates, masking, money, phone
from portal.core.clock import SEOUL
from portal.core.dongs import dong
from portal.core.hangul import josa
from portal.core.markdown import render_markdown
from portal.web.words import gettext as _


def show_clock(value: datetime | time) -> str:
    local = value.astimezone(SEOUL) if isinstance(value, datetime) else value
    return f"{local:%H:%M}"


def show_day(value: date | datetime | None) -> str:
    if value is None:
        return "-"
    return dates.format_day(value.astimezone(SEOUL).date() if isinstance(value, datetime) else value)


def show_long_day(value: date | datetime) -> str:
    """12월 3일 수요일"""
    return dates.format_long_day(value.astimezone(SEOUL).date() if isinstance(value, datetime) else value)


def month_words(month: date) -> str:
    """2026년 10월"""
    return _("%(year)d년 %(month)d월", year=month.year, month=month.month)


def show_moment(value: datetime | None) -> str:
    return "-" if value is None else dates.format_moment(value)


def show_number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def show_dong(code: str) -> str:
    return dong(code).short_name


def show_markdown(text: str, heading_shift: int = 1) -> Markup:
    return Markup(render_markdown(text, heading_shift=heading_shift))  # noqa: S704 cleaned by nh3


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=show_day,
        moment=show_moment,
        clock=show_clock,
        won=money.won,
        number=show_number,
        phone=phone.format_phone,
        masked_name=masking.mask_name,
        masked_phone=masking.mask_phone,
        masked_birth=masking.mask_birth,
        dong=show_dong,
        markdown=show_markdown,
        long_day=show_long_day,
        josa=josa,
        month_words=month_words,
    )
