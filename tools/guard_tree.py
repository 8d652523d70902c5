"""What may never be tracked: third-party files, registry addresses, paths of one machine, private keys."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOREIGN_FILES = re.compile(
    r"\.(?:woff2?|ttf|otf|eot|min\.js|min\.css|map|whl|sqlite3?|db|pem|key)$|(?:^|/)(?:uv\.lock|pylock\.toml|\.env)$"
    r"|(?:^|/)(?:node_modules|\.venv)/"
)
FOREIGN_TEXT = {
    "address of a package registry": re.compile(
        r"registry\.(?:npmjs|yarnpkg)\.(?:org|com)|\bpypi\.org|files\.pythonhosted\.org|(?:deb|security)\.debian\.org"
    ),
    "path of one machine": re.compile(r"(?<![\w/.)}])/(?:work/(?:main|shared)|root|home/\w+|Users/\w+)(?:/|\b)"),
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}
RESOLVED = re.compile(r'"resolved"\s*:')
LARGEST_BYTES = 1_500_000


def tracked_files(root: Path) -> list[str]:
    """Paths that git tracks, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.split("\0") if path and (root / path).is_file()]


def complaints(root: Path, path: str) -> Iterator[str]:
    """Why this file may not be tracked, one sentence each."""
    if FOREIGN_FILES.search(path):
        yield f"{path}: a file of this kind is never tracked"
    content = (root / path).read_bytes()
    if len(content) > LARGEST_BYTES:
        yield f"{path}: larger than {LARGEST_BYTES} bytes"
    if b"\0" in content:
        return
    text = content.decode("utf-8", errors="replace")
    for what, pattern in FOREIGN_TEXT.items():
        found = pattern.search(text)
        if found:
            yield f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {what}"
    if path.endswith("package-lock.json") and RESOLVED.search(text):
        yield f"{path}: has `resolved` entries"


def main() -> int:
    """Name every complaint; none is success."""
    found = [line for path in tracked_files(ROOT) for line in complaints(ROOT, path)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
