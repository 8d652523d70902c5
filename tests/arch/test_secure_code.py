"""What no line of the portal does: run typed text, trust a certificate blindly, draw secrets by chance that is none."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests.arch.sources import ROOT, name_of, python_files, templates

NEVER_CALLED = frozenset(
    {"eval", "exec", "compile", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load",
     "render_template_string", "ssl._create_unverified_context"}
)  # fmt: skip
NEVER_IMPORTED = frozenset({"pickle", "marshal", "shelve", "jsonpickle", "yaml", "telnetlib", "ftplib", "xmlrpc"})
NETWORK = {
    "http.client": {"portal/notifications/carriers.py"},
    "smtplib": {"portal/notifications/carriers.py", "portal/checking.py"},
    "requests": {"portal/accounts/providers/client.py"},
    "sentry_sdk": {"portal/config/settings.py", "portal/reporting.py"},
    "httpx": set(),
    "urllib.request": set(),
    "socket": {"portal/checking.py"},
    "aiohttp": set(),
}
"""Who may talk to other machines; each asks addresses of the settings alone."""
CRYPTOGRAPHY = {
    "argon2": {"portal/accounts/hashing.py"},
    "authlib": {"portal/accounts/providers/client.py"},
    "cryptography": {"portal/db/keyring.py"},
    "hmac": {
        "portal/accounts/keys.py",
        "portal/audit/persons.py",
        "portal/db/keyring.py",
        "portal/notifications/receipts.py",
        "portal/web/metrics.py",
    },
    "joserfc": {"portal/accounts/providers/client.py"},
    "pyotp": {
        "portal/accounts/actions/authenticator.py",
        "portal/accounts/views/authenticator.py",
        "portal/demo/guarding.py",
    },
    "webauthn": {"portal/accounts/ceremonies.py"},
}
"""The inventory of docs/security.md: what is sealed, signed and compared is so in these files."""
WEAK = frozenset({"md5", "sha1", "ECB", "CBC", "PKCS1v15", "TripleDES", "ARC4", "Blowfish"})
BY_CHANCE = {
    "portal/demo": "invents people",
    "portal/web/application.py": "how long to wait after a deadlock",
    "portal/notifications": "how long to wait before trying again",
}


NAMES_BY_CHANCE = {"portal/backups/drills.py", "portal/documents/files.py"}
"""Names of a passing database and of kept files, which open nothing."""
MARKUP = {
    "portal/documents/manual.py": "cleaned by render_markdown",
    "portal/documents/model.py": "the type of what is cleaned",
    "portal/documents/render.py": "only the names of headings differ",
    "portal/manuals/printing.py": "cleaned by render_markdown, and only read",
    "portal/web/fragments.py": "rendered templates",
    "portal/web/filters.py": "cleaned by nh3",
    "portal/web/panels.py": "rendered templates",
    "portal/web/unbroken.py": "escaped just before",
    "portal/web/words.py": "words of the catalogue",
}
UNESCAPED = {"portal/web/templates/desk/_household_rows.html": "escapes each value by |e, some hundreds of rows"}
READ_FILES = {
    "portal/benefits/programmes/views/tables.py": "read_import(",
    "portal/coordinators/letters/views.py": "sealed_photo(clean_photo(",
    "portal/coordinators/visits/views.py": "sealed_photo(clean_photo(",
    "portal/documents/forms.py": "files.seal(",
    "portal/manuals/views/attaching.py": "sealed_manual_file(",
    "portal/monitoring/signals/views.py": "read_file(",
    "portal/monitoring/surveys/views/planning.py": "read_list(",
    "portal/web/once.py": "hashlib.sha256(",
    "portal/workforce/workers/views.py": "sealed_photo(clean_photo(",
}
"""Where the bytes of a file that was sent go: photographs are made anew, tables become cells, the rest a digest.

Forms of manuals, papers of meetings, materials of events, editions of the library and files of consulting records, all
but photographs, are kept as they came, for people fill them in or read them: staff alone add them, their content tells
what they are, macros are refused, and they are handed out to be saved, never shown.
"""
KEEPS_IN_BROWSER = {
    "drafts.js": "what was typed when a session ended, sealed, in its own window until it is given back or signed out",
    "idle.js": "when somebody last touched a key",
    "kept.js": "visit records written without a network, sealed, a week at most and until signing out",
    "shortcuts.js": "whether keys are wanted",
}


@cache
def files() -> tuple[tuple[str, ast.Module], ...]:
    return tuple((name_of(path), ast.parse(path.read_text("utf-8"))) for path in python_files("portal"))


def imported(tree: ast.AST) -> set[str]:
    """Modules by their full names, and each package above them."""
    found: set[str] = set()
    for node in ast.walk(tree):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [f"{node.module}.{each.name}" for each in node.names] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            parts = name.split(".")
            found |= {".".join(parts[: end + 1]) for end in range(len(parts))}
    return found


def called(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@cache
def imports() -> dict[str, set[str]]:
    return {name: imported(tree) for name, tree in files()}


def importers(module: str) -> set[str]:
    return {name for name, modules in imports().items() if module in modules}


def runs_text(call: ast.Call) -> bool:
    return ast.unparse(call.func) in NEVER_CALLED


def puts_values_into_sql(call: ast.Call) -> bool:
    """A statement written as text whose text is put together."""
    is_sql = ast.unparse(call.func).rpartition(".")[2] in {"text", "exec_driver_sql"}
    return is_sql and any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in call.args)


def opens_a_shell(call: ast.Call) -> bool:
    return any(each.arg == "shell" and getattr(each.value, "value", True) for each in call.keywords)


def checks_no_certificate(call: ast.Call) -> bool:
    return any(
        each.arg in {"verify", "check_hostname"} and getattr(each.value, "value", True) is False
        for each in call.keywords
    )


def reads_a_pattern_that_was_typed(call: ast.Call) -> bool:
    return ast.unparse(call.func) in {
        "re.compile",
        "re.search",
        "re.match",
        "re.fullmatch",
        "re.findall",
        "re.sub",
    } and not (isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.Name | ast.BinOp))


NEVER: dict[str, Callable[[ast.Call], bool]] = {
    "runs text": runs_text,
    "opens a shell": opens_a_shell,
    "checks no certificate": checks_no_certificate,
    "reads a pattern that was typed": reads_a_pattern_that_was_typed,
}
BAD = {
    "runs text": "eval(typed)",
    "opens a shell": "subprocess.run(typed, shell=True)",
    "checks no certificate": "requests.get(address, verify=False)",
    "reads a pattern that was typed": "re.compile(request.args['q'])",
}


@pytest.mark.parametrize("what", NEVER)
def test_no_line_does_it(what: str) -> None:
    found = [f"{name}:{call.lineno}" for name, tree in files() for call in called(tree) if NEVER[what](call)]
    assert found == []


@pytest.mark.parametrize("what", NEVER)
def test_the_guard_finds_it(what: str) -> None:
    assert any(NEVER[what](call) for call in called(ast.parse(BAD[what])))


def test_statements_written_as_text_are_whole() -> None:
    found = [f"{name}:{call.lineno}" for name, tree in files() for call in called(tree) if puts_values_into_sql(call)]
    assert found == []


def test_nothing_that_runs_what_it_reads_is_imported() -> None:
    assert {module: importers(module) for module in NEVER_IMPORTED if importers(module)} == {}


@pytest.mark.parametrize("module", NETWORK)
def test_only_these_talk_to_other_machines(module: str) -> None:
    assert importers(module) == NETWORK[module]


@pytest.mark.parametrize("module", CRYPTOGRAPHY)
def test_only_these_seal_and_sign(module: str) -> None:
    assert importers(module) == CRYPTOGRAPHY[module]


def test_no_weak_way_to_seal_or_to_digest() -> None:
    named = {
        f"{name}:{node.lineno}"
        for name, tree in files()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and (getattr(node, "attr", "") or getattr(node, "id", "")) in WEAK
    }
    assert named == set()


def test_what_is_drawn_by_chance_is_no_secret() -> None:
    found = {name for name in importers("random") if not name.startswith(tuple(BY_CHANCE))}
    assert found == set()


def test_an_id_is_no_secret() -> None:
    assert importers("uuid.uuid4") == NAMES_BY_CHANCE


def test_text_is_escaped_everywhere() -> None:
    off = re.compile(r"\|\s*safe\b|autoescape\s+false")
    assert {name_of(path) for path in templates() if off.search(path.read_text("utf-8"))} == UNESCAPED.keys()
    assert importers("markupsafe.Markup") == MARKUP.keys()


def test_no_plug_ins_and_no_scripts_in_pages() -> None:
    bad = re.compile(r"<(?:object|embed|applet)\b|\bon[a-z]+=\"|javascript:|<script(?![^>]*\bsrc=)")
    assert {name_of(path) for path in templates() if bad.search(path.read_text("utf-8"))} == set()


def test_what_is_sent_as_a_file_is_made_anew_or_read_and_dropped() -> None:
    """So nothing that was sent is ever served: whoever wants to keep a file as it came says here why."""
    reads = re.compile(r"\.stream\.read\(|\.files\b.*\.(read|save)\(")
    lines = {
        (name_of(path), line.strip())
        for path in python_files("portal")
        for line in path.read_text("utf-8").splitlines()
        if reads.search(line)
    }
    assert {name for name, _line in lines} == READ_FILES.keys()
    assert [line for name, line in sorted(lines) if READ_FILES[name] not in line] == []


def test_scripts_write_no_markup_and_four_keep_something() -> None:
    scripts = {path.name: path.read_text("utf-8") for path in (ROOT / "portal/web/static/js").glob("*.js")}
    writes = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|postMessage")
    keeps = re.compile(r"localStorage|sessionStorage|indexedDB")
    assert {name for name, text in scripts.items() if writes.search(text)} == set()
    assert {name for name, text in scripts.items() if keeps.search(text)} == KEEPS_IN_BROWSER.keys()
