"""Programs that only one drill needs, installed by their own lock into a folder that goes with it."""

import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def installed(folder: Path, group: str, program: str) -> Path:
    """Where `program` of the dependency group stands, in an environment in `folder`."""
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / f"requirements-{group}.lock"], check=True)
    return folder / "bin" / program
