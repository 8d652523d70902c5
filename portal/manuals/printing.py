"""What the document of a manual prints of a section."""

from functools import lru_cache

from markupsafe import Markup

from portal.core.markdown import render_markdown
from portal.manuals.models import ManualSection


def printed(section: ManualSection) -> str:
    """The words of a section and its steps as the document sets them: Markdown writes characters by numbers too."""
    steps = [
        words for step in section.steps for words in (step.name, step.who, step.action, step.time_limit, step.form)
    ]
    return "\n".join([section.heading, _read(section.body), *steps])


@lru_cache(maxsize=1_000)
def _read(body: str) -> str:
    """Remembered, since a search reads thirty sections, which do not change once they are in force."""
    return Markup(render_markdown(body)).striptags()  # noqa: S704 cleaned by render_markdown, and only read
