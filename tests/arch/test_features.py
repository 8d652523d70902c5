"""A feature keeps its views, forms, commands and tasks to itself, and the import contracts name every feature."""

import tomllib
from importlib import import_module

import grimp
import pytest
from jinja2 import Environment

from portal import tables
from portal.db.base import Base
from portal.features import FEATURES
from portal.web.feature import Feature
from tests.arch.sources import ROOT, name_of, python_files

PRIVATE = frozenset({"feature", "views", "forms", "cli", "tasks"})
INSIDE = PRIVATE | {"actions", "queries", "scope", "models", "states", "rules"}
NOT_FEATURES = frozenset({"portal", "portal.core", "portal.db", "portal.web", "portal.documents"})


def feature_of(module: str) -> str:
    """The package that a module of a feature stands in."""
    return module.rpartition(".")[0]


def features() -> set[str]:
    """Packages that hold one of the files of a feature."""
    modules = (name_of(path).removesuffix(".py").replace("/", ".") for path in python_files("portal"))
    return {feature_of(module) for module in modules if module.rpartition(".")[2] in INSIDE} - NOT_FEATURES


def may_assemble(importer: str, module: str) -> bool:
    """The list of features names each object; the demonstration does what the worker does."""
    if module.endswith(".feature"):
        return importer == "portal.features"
    return importer.startswith("portal.demo.") and module.endswith(".tasks")


def intrusions(graph: grimp.ImportGraph) -> list[str]:
    """Imports of a feature's private modules from outside of it."""
    private = [
        module
        for module in graph.modules
        if module.rpartition(".")[2] in PRIVATE and feature_of(module) not in NOT_FEATURES
    ]
    return sorted(
        f"{importer} imports {module}"
        for module in private
        for importer in graph.find_modules_that_directly_import(module)
        if not importer.startswith(f"{feature_of(module)}.") and not may_assemble(importer, module)
    )


def test_private_modules_are_imported_from_their_own_feature_only() -> None:
    assert intrusions(grimp.build_graph("portal", cache_dir=None)) == []


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("portal.residents.consents.views", "portal.residents.households.forms", False),
        ("portal.residents.consents.views", "portal.residents.consents.forms", True),
        ("portal.features", "portal.residents.consents.feature", True),
        ("portal.features", "portal.residents.consents.views", False),
        ("portal.residents.consents.views", "portal.web.forms", True),
    ],
)
def test_the_guard_tells_an_intrusion_from_an_assembly(importer: str, imported: str, *, allowed: bool) -> None:
    graph = grimp.ImportGraph()
    graph.add_import(importer=importer, imported=imported)
    assert (intrusions(graph) == []) is allowed


def test_the_import_contracts_name_every_feature() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    named = next(contract["containers"] for contract in contracts if contract["id"] == "feature")
    assert set(named) == features()


def declared() -> dict[str, Feature]:
    """The object of each `feature.py`, and of the web layer's own pages, by its module."""
    names = [name_of(path) for path in python_files("portal") if path.name in {"feature.py", "site.py"}]
    modules = [name.removesuffix(".py").replace("/", ".") for name in names if name != "portal/web/feature.py"]
    return {module: import_module(module).feature for module in modules}


def test_each_feature_has_its_object_and_the_portal_has_each() -> None:
    assert {module.rpartition(".")[0] for module in declared()} >= features()
    assert sorted(map(id, declared().values())) == sorted(map(id, FEATURES))


def test_each_table_is_brought_by_one() -> None:
    modules = [module.__name__ for module in tables.MODULES]
    assert len(set(modules)) == len(modules)
    assert {mapper.class_.__module__ for mapper in Base.registry.mappers} == set(modules)


@pytest.mark.parametrize("kind", ["filters", "tests", "functions"])
def test_no_two_bring_the_same_word_for_templates(kind: str) -> None:
    brought = [word for feature in FEATURES for word in getattr(feature, kind)]
    jinja = Environment(autoescape=True)
    of_jinja = {"filters": jinja.filters, "tests": jinja.tests, "functions": jinja.globals}[kind]
    assert len(set(brought)) == len(brought)
    assert not of_jinja.keys() & set(brought)
