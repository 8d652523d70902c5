"""Which tests belong to what was changed since the main branch: python -m tools.changed [BRANCH].

Always those of the architecture and the units; of the rest each file that was changed, that imports what was changed,
or that lies in a folder or has a name of the feature that was changed.
"""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = ("tests/arch", "tests/unit")
CHOSEN_FROM = "tests/integration"


def changed_files(root: Path, branch: str) -> list[str]:
    """Paths that differ from where this branch left `branch`, committed or not."""
    base = _git(root, "merge-base", branch, "HEAD")[0]
    return [*_git(root, "diff", "--name-only", base), *_git(root, "ls-files", "--others", "--exclude-standard")]


def _git(root: Path, *arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()


def chosen(root: Path, changed: Iterable[str]) -> list[str]:
    """The test files below `tests/integration` for the changed paths, in order."""
    paths = [Path(path) for path in changed]
    modules = {_module(path) for path in paths if path.suffix == ".py"}
    names = {name for path in paths for name in _names(path)}
    files = sorted((root / CHOSEN_FROM).rglob("test_*.py"))
    return [
        file.relative_to(root).as_posix()
        for file in files
        if _module(file.relative_to(root)) in modules or names & _named(file, root) or modules & set(_imported(file))
    ]


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _names(path: Path) -> list[str]:
    """What a file of the portal or a helper of tests is about: the folders around it, not those of every feature."""
    if path.parts[0] == "portal":
        return [part for part in path.parts[1:-1] if part not in {"templates", "static", "data", "queries", "actions"}]
    return [path.parent.name] if path.parts[0] == "tests" and path.name == "conftest.py" else []


def _named(file: Path, root: Path) -> set[str]:
    return {*file.relative_to(root / CHOSEN_FROM).parts[:-1], file.stem.removeprefix("test_")}


def _imported(file: Path) -> Iterator[str]:
    """Every module that the file imports, and what may be one."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def main() -> int:
    """Print the paths for pytest."""
    branch = sys.argv[1] if len(sys.argv) > 1 else "main"
    sys.stdout.write(" ".join([*ALWAYS, *chosen(ROOT, changed_files(ROOT, branch))]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
