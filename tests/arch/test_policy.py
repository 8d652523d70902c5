"""Roles are named beside the permission map and where accounts hand them out; scopes are told in one place each."""

import ast
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.cli import route_policy
from portal.core.permissions import ROLE_PERMISSIONS, Role
from portal.web.navigation import MENU
from tests.arch.sources import name_of, python_files, templates

KNOW_ROLES = {
    "portal/accounts/": "keeps who has which role",
    "portal/core/actors.py": "the portal itself acts with roles",
    "portal/core/permissions.py": "the map itself",
    "portal/demo/": "invents people with roles",
}
ROLES_OF_ACTOR = {"portal/web/navigation.py": "keeps the markup of a menu by the roles it is for"}
OWN_THINGS = {
    "portal/coordinators/desk/agenda.py": "the tasks that somebody has",
    "portal/consortium/meetings/queries.py": "the task of somebody is asked for by them",
}
IN_TEMPLATE = re.compile(r"\bRole\b|\.has\(|\broles\b")
OWN_IDS = frozenset({"user_id", "organisation_id"})


def asks_roles(source: str) -> Iterator[str]:
    """Where a role is named or the roles of somebody are looked at: `Role.OFFICE`, `Role("office")`, `actor.roles`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and (node.attr == "roles" or _is_role(node.value)):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and _is_role(node.func) and isinstance(node.args[0], ast.Constant):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _is_role(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "Role"


def compares_viewer(source: str) -> Iterator[str]:
    """Where rows are bounded by who looks: `Visit.organisation_id == viewer.organisation_id`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and any(map(_is_id_of_viewer, (node.left, *node.comparators))):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _is_id_of_viewer(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in OWN_IDS
        and isinstance(node.value, ast.Name)
        and node.value.id == "viewer"
    )


def test_roles_are_asked_in_the_policy_alone() -> None:
    known = (*KNOW_ROLES, *ROLES_OF_ACTOR)
    asked = {
        name: found
        for path in python_files("portal")
        if not (name := name_of(path)).startswith(known) and (found := list(asks_roles(path.read_text("utf-8"))))
    }
    assert asked == {}


def test_views_of_accounts_ask_for_no_role() -> None:
    named = [name_of(path) for path in python_files("portal/accounts/views") if "Role." in path.read_text("utf-8")]
    assert named == []


def test_templates_ask_for_permissions_only() -> None:
    asked = {
        name_of(path): found
        for path in templates()
        if (found := IN_TEMPLATE.findall(_code_of(path.read_text("utf-8"))))
    }
    assert asked == {}


def _code_of(template: str) -> str:
    return " ".join(re.findall(r"\{[{%](.*?)[%}]\}", template, re.DOTALL))


def test_scopes_are_told_in_their_modules_alone() -> None:
    compared = {
        name: found
        for path in python_files("portal")
        if not (name := name_of(path)).endswith("/scope.py")
        and name not in OWN_THINGS
        and (found := list(compares_viewer(path.read_text("utf-8"))))
    }
    assert compared == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("viewer.has(Role.OFFICE)", 1),
        ("Role('office') in actor.roles", 2),
        ("viewer.can(Permission.HOUSEHOLD_ALL)", 0),
        ("role is not None and label(Role(str(value)))", 0),
    ],
)
def test_the_guard_finds_who_asks_for_a_role(source: str, found: int) -> None:
    assert len(list(asks_roles(source))) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("select(Visit).where(Visit.organisation_id == viewer.organisation_id)", 1),
        ("override.requested_by_id != viewer.user_id", 1),
        ("person_of_user(viewer.user_id)", 0),
    ],
)
def test_the_guard_finds_a_scope_outside_of_its_module(source: str, found: int) -> None:
    assert len(list(compares_viewer(source))) == found


def test_the_guard_finds_a_role_in_a_template() -> None:
    assert IN_TEMPLATE.search(_code_of("<p>{% if current_actor().has(Role.COOPERATIVE) %}"))
    assert not IN_TEMPLATE.search(_code_of("<p>Role {{ can(Permission.REFERRAL_ANSWER) }}"))


@pytest.mark.parametrize("role", list(Role))
def test_each_opens_what_their_menu_shows(app: Flask, role: Role) -> None:
    with app.app_context():
        opened = {row["endpoint"] for row in route_policy() if role.value in row["roles"]}
    carried = ROLE_PERMISSIONS[role]
    shown = {entry.endpoint for entry in MENU if entry.permission in carried or entry.or_permission in carried}
    assert shown <= opened
