"""Which locked packages have published weaknesses; says plainly when no advisory service could be asked."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "build" / "advisories.txt"
PROGRAM = Path(sys.executable).parent / "pip-audit"
ARGUMENTS = (
    "-r",
    "requirements-checks.lock",
    "--require-hashes",
    "--disable-pip",
    "--progress-spinner",
    "off",
    "-f",
    "json",
)
AT_MOST_SECONDS = 180


@dataclass(frozen=True)
class Findings:
    """What the advisory service said about the locked packages."""

    asked: int = 0
    answered: int = 0
    weak: list[str] = field(default_factory=list)


def findings(report: dict[str, Any]) -> Findings:
    """Sort pip-audit's report: a skipped package was not judged, and is not counted as sound."""
    packages = report["dependencies"]
    judged = [package for package in packages if "skip_reason" not in package]
    weak = [f"{package['name']} {package['version']}: {vuln['id']}" for package in judged for vuln in package["vulns"]]
    return Findings(asked=len(packages), answered=len(judged), weak=weak)


def verdict(found: Findings) -> tuple[str, int]:
    """The sentence to print and the exit code."""
    if found.weak:
        return "audit: published weaknesses in\n  " + "\n  ".join(found.weak), 1
    if not found.answered:
        return "audit: NOT RUN, no advisory service answered from here; run `make audit` where one does", 0
    return f"audit: no published weakness in {found.answered} of {found.asked} packages", 0


def ask() -> Findings:
    """Run pip-audit; an unreachable service gives empty findings."""
    try:
        ended = subprocess.run(
            [PROGRAM, *ARGUMENTS], cwd=ROOT, capture_output=True, text=True, check=False, timeout=AT_MOST_SECONDS
        )
    except subprocess.TimeoutExpired:
        return Findings()
    if not ended.stdout.strip():
        sys.stderr.write(ended.stderr)
        return Findings()
    return findings(json.loads(ended.stdout))


def tell(found: Findings) -> int:
    """Print the verdict, and write it with its date into build/; answers the exit code."""
    sentence, code = verdict(found)
    sys.stdout.write(f"{sentence}\n")
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, requirements-checks.lock\n{sentence}\n", "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(tell(ask()))
