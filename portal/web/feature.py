"""All that a feature brings to the portal, as one object: `feature` in the `feature.py` of its folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import ModuleType
from typing import Any

from click import Command
from flask import Blueprint, Flask

from portal.config import Settings
from portal.core.sockets import Fill
from portal.core.states import StateTable
from portal.jobs import JOBS, Job
from portal.web.courses import bind_courses, name_in_templates
from portal.web.links import LINKS, Show
from portal.web.navigation import MENU, Entry
from portal.web.panels import PANELS, Panel


@dataclass(frozen=True, kw_only=True)
class Feature:
    """Whatever one leaves out it does not bring."""

    tables: ModuleType | None = None
    blueprint: Blueprint | None = None
    demonstration_only: bool = False
    """The addresses of the blueprint exist nowhere else."""

    menu: tuple[Entry, ...] = ()
    links: Mapping[str, Show] = field(default_factory=dict)
    """How things of a kind are shown where they are known as (kind, id) only."""

    panels: Mapping[str, Panel] = field(default_factory=dict)
    """What it shows in a place of a lower feature's page."""

    jobs: tuple[Job, ...] = ()
    commands: tuple[Command, ...] = ()
    fills: tuple[Fill[Any], ...] = ()
    """Whatever else lower features ask of it."""

    courses: tuple[StateTable[Any, Any], ...] = ()
    enumerations: tuple[type[StrEnum], ...] = ()
    """What templates may name: states and verbs of its courses, and other choices."""

    filters: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    tests: Mapping[str, Callable[..., bool]] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    """What templates may use: filters, tests and functions."""

    def bind(self, app: Flask) -> None:
        """Let `app` have it; what is bound to the process is bound once."""
        settings: Settings = app.extensions["settings"]
        if self.blueprint and (settings.is_demonstration or not self.demonstration_only):
            app.register_blueprint(self.blueprint)
        bind_courses(app, self.courses)
        name_in_templates(app, self.enumerations)
        app.jinja_env.filters.update(self.filters)
        app.jinja_env.tests.update(self.tests)
        app.jinja_env.globals.update(self.functions)
        for command in self.commands:
            app.cli.add_command(command)
        for fill in (*self._own_fills(), *self.fills):
            fill.plug()

    def _own_fills(self) -> tuple[Fill[Any], ...]:
        return (
            *(Fill(MENU, entry, entry.endpoint) for entry in self.menu),
            *(Fill(JOBS, job, job.name) for job in self.jobs),
            *(Fill(LINKS, show, kind) for kind, show in self.links.items()),
            *(Fill(PANELS, show, place) for place, show in self.panels.items()),
        )
