"""Which font files documents are set in, and where they lie."""

from pathlib import Path

FILES = {"regular": "NotoSansKR_400Regular.ttf", "bold": "NotoSansKR_700Bold.ttf"}
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "build" / "fonts"


class FontFolder:
    """The folder that the set-up copies the fonts into; the application may name another before the first document."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """The file of the font called `name` in `FILES`; a missing file stops the document."""
        path = self.folder / FILES[name]
        if not path.is_file():
            raise FileNotFoundError(f"document font {path} is missing: run the set-up")
        return path


font_folder = FontFolder(DEFAULT_FOLDER)


def require_fonts() -> None:
    """Raise `FileNotFoundError` unless every document font is there."""
    for name in FILES:
        font_folder.path(name)
