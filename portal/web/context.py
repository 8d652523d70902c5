"""What every template may use."""

from typing import Any

from flask import Flask, g, request, url_for

from portal.config import Settings
from portal.core.permissions import Permission
from portal.db.keyring import keyring
from portal.web.access import current_actor
from portal.web.courses import is_open_to
from portal.web.display import current_display
from portal.web.forms import ActionForm, new_form_key
from portal.web.labels import label
from portal.web.links import link_to
from portal.web.navigation import present_menu, shown_groups
from portal.web.returning import list_left
from portal.web.unsent import mark_of_account


def url_for_page(number: int) -> str:
    """The present address with another page number; filters stay."""
    if "before_page" not in g:
        values = {**request.args.to_dict(flat=False), **(request.view_args or {}), "page": None}
        address = url_for(request.endpoint or "residents.front", **values)
        g.before_page = f"{address}{'&' if '?' in address else '?'}page="
    return f"{g.before_page}{number}"


def keep_keys() -> str:
    """By which the browser of whoever is signed in seals what it keeps of what they typed."""
    return " ".join(keyring().for_browser_of(str(current_actor().user_id)))


def page_context() -> dict[str, Any]:
    return {
        "can": current_actor().can,
        "current_actor": current_actor,
        "display": current_display(),
        "present_menu": present_menu,
        "shown_groups": shown_groups,
        "action_form": ActionForm,
        "new_form_key": new_form_key,
    }


def told_by_settings(settings: Settings) -> dict[str, Any]:
    """What is the same for every page as long as the portal runs."""
    return {
        "site": {
            "name": settings.site_name,
            "consortium": settings.consortium_name,
            "territory": settings.territory_name,
            "for_whom": settings.for_whom,
            "offers": settings.offers,
            "accent": settings.accent.value,
        },
        "office": {"name": settings.office_name, "phone": settings.office_phone, "hours": settings.office_hours},
        "targets": settings.target,
        "demonstration": settings.is_demonstration,
    }


def install(app: Flask) -> None:
    app.jinja_env.globals.update(told_by_settings(app.extensions["settings"]))
    app.context_processor(page_context)
    app.jinja_env.globals.update(Permission=Permission, label=label, link_to=link_to, keep_keys=keep_keys)
    app.jinja_env.globals.update(list_left=list_left, url_for_page=url_for_page, whose=mark_of_account)
    app.jinja_env.tests["open_to"] = is_open_to
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
