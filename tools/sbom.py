"""Writes what the portal is made of, as CycloneDX: locked Python packages and front-end packages, with hashes."""

import json
import subprocess
import sys
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "cyclonedx-py"
WRITTEN = ROOT / "build" / "sbom.cyclonedx.json"
SUMS = {"sha512": HashAlgorithm.SHA_512, "sha256": HashAlgorithm.SHA_256}


def python_packages() -> Bom:
    """Those of the lock file, whatever is installed here."""
    command: list[str | Path] = [
        PROGRAM,
        "requirements",
        "requirements.lock",
        "--pyproject",
        "pyproject.toml",
        "--of",
        "JSON",
    ]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    bom = Bom.from_json(json.loads(told.stdout))  # type: ignore[attr-defined] # added by a decorator
    if not isinstance(bom, Bom):
        raise TypeError("cyclonedx-py wrote something else")
    return bom


def front_end_packages(lock: dict[str, Any]) -> list[Component]:
    """Those of package-lock.json, which are files alone: none runs on the server; without what only checks need."""
    found = []
    for path, told in lock["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if not name or told.get("dev"):
            continue
        namespace, _, last = name.rpartition("/")
        algorithm, _, digest = told.get("integrity", "").partition("-")
        sums = [HashType(alg=SUMS[algorithm], content=b64decode(digest).hex())] if algorithm in SUMS else []
        purl = PackageURL("npm", namespace or None, last, told["version"])
        kind, version = ComponentType.LIBRARY, told["version"]
        found.append(Component(type=kind, name=name, version=version, purl=purl, bom_ref=str(purl), hashes=sums))
    return found


def bill_of_materials() -> str:
    """The whole, dated, as its schema wants it; raises `ValueError` where it does not fit."""
    bom = python_packages()
    bom.components.update(front_end_packages(json.loads((ROOT / "package-lock.json").read_text("utf-8"))))
    if bom.metadata.component is not None:
        bom.register_dependency(bom.metadata.component, bom.components)
    bom.metadata.timestamp = datetime.now(UTC)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise ValueError(str(fault))
    return text


def main() -> int:
    """Write it into build/."""
    WRITTEN.parent.mkdir(exist_ok=True)
    text = bill_of_materials()
    WRITTEN.write_text(text, "utf-8")
    sys.stdout.write(f"sbom: {len(json.loads(text)['components'])} packages in {WRITTEN.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
