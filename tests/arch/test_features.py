"""A feature keeps its views, forms, commands and tasks to itself, and the import contracts name every feature."""

import tomllib

import grimp
import pytest

from tests.arch.sources import ROOT, name_of, python_files

PRIVATE = frozenset({"views", "forms", "cli", "tasks"})
INSIDE = PRIVATE | {"actions", "queries", "models", "states", "rules"}
ASSEMBLERS = frozenset({"portal.cli", "portal.demo", "portal.factory", "portal.features"})
NOT_FEATURES = frozenset({"portal", "portal.core", "portal.db", "portal.web", "portal.documents"})


def feature_of(module: str) -> str:
    """The package that a module of a feature stands in."""
    return module.rpartition(".")[0]


def features() -> set[str]:
    """Packages that hold one of the files of a feature."""
    modules = (name_of(path).removesuffix(".py").replace("/", ".") for path in python_files("portal"))
    return {feature_of(module) for module in modules if module.rpartition(".")[2] in INSIDE} - NOT_FEATURES


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
        if not importer.startswith(f"{feature_of(module)}.") and ".".join(importer.split(".")[:2]) not in ASSEMBLERS
    )


def test_private_modules_are_imported_from_their_own_feature_only() -> None:
    assert intrusions(grimp.build_graph("portal", cache_dir=None)) == []


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("portal.residents.consents.views", "portal.residents.households.forms", False),
        ("portal.residents.consents.views", "portal.residents.consents.forms", True),
        ("portal.features", "portal.residents.consents.views", True),
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
