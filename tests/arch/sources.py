"""Which files the architecture tests read."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = ROOT / "migrations"


def python_files(*folders: str) -> list[Path]:
    """Our Python files below the folders, in order; migrations, which tell what once was, are left out."""
    files = {path for folder in folders for path in (ROOT / folder).rglob("*.py")}
    return sorted(files - set(MIGRATIONS.rglob("*.py")))


def templates() -> list[Path]:
    """Every template of the portal, in order."""
    return sorted(
        path for path in (ROOT / "portal").rglob("templates/**/*") if path.suffix in {".html", ".txt", ".xml"}
    )


def name_of(path: Path) -> str:
    """The path as the developer reads it, from the root of the tree."""
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, inner ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
