"""What lies in PORTAL_VAR_DIR is known, and whatever rows name there comes into a back-up."""

import re

from tests.arch.sources import name_of, python_files

TOUCHES = {
    "portal/config/settings.py": "the database file and the back-ups, unless settings name another place",
    "portal/factory.py": "keeps the folder for its owner",
    "portal/checking.py": "tells whether it can be used",
    "portal/documents/kept.py": "the files that rows name, sealed: each folder is in a back-up",
    "portal/web/compiled.py": "compiled templates, which any machine makes anew",
    "portal/web/views.py": "tries whether it takes a file",
    "portal/audit/heads.py": "the newest seals, outside of the database",
    "portal/backups/drills.py": "a place for as long as a drill takes",
    "portal/privacy/evidence/tasks.py": "a place for as long as a pack takes",
    "portal/privacy/copies/archive.py": "a file for as long as somebody fetches it",
    "portal/backups/restoring.py": "a place for as long as restoring takes",
}
"""Each module and what it has there; what two machines must share stands in docs/operating.md."""

A_STORE = re.compile(r"\b(FileStore|FolderPlace)\(")


def test_every_module_that_keeps_something_there_is_known() -> None:
    found = {name_of(path) for path in python_files("portal") if "var_dir" in path.read_text("utf-8")}
    assert found == TOUCHES.keys()


def stores(sources: dict[str, str]) -> list[str]:
    return sorted(name for name, source in sources.items() if A_STORE.search(source))


def test_a_store_is_made_where_a_back_up_hears_of_it() -> None:
    sources = {name_of(path): path.read_text("utf-8") for path in python_files("portal")}
    assert stores(sources) == ["portal/documents/kept.py"]


def test_the_guard_finds_a_store_of_its_own() -> None:
    assert stores({"a.py": 'FileStore(settings.var_dir / "scans")', "b.py": "store: FileStore"}) == ["a.py"]
