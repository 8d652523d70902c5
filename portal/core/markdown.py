"""Which HTML comes of staff's Markdown: nothing that runs, loads from elsewhere or leads to an odd place."""

import unicodedata
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

LINK_SCHEMES = frozenset({"http", "https", "tel", "mailto"})
TAGS = frozenset(
    {"a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre"}
    | {"strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
DEEPEST_HEADING = 6


def render_markdown(text: str, *, heading_shift: int = 1) -> str:
    """Safe HTML of `text`; raw HTML is shown as text, "#" becomes h1 moved down by `heading_shift`.

    Emphasis also closes before a Korean particle: `**“따옴표”**를` is bold, which plain CommonMark does not see.
    Images are kept only from this site ("/…"), others become their description.
    """
    html: str = _MARKDOWN.render(text, {"heading_shift": heading_shift})
    return nh3.clean(html, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(LINK_SCHEMES))


def _may_lead_to(url: str) -> bool:
    """Links need one of the schemes; the path of an image on this site has none."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return False
    return scheme in LINK_SCHEMES or _is_local(url)


def _is_local(url: str) -> bool:
    return url.startswith("/") and not url.startswith("//")


def _emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's delimiter runs, and also those between punctuation and a Hangul syllable."""
    start = state.pos
    marker = state.src[start]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(start, marker == "*")
    before = state.src[start - 1 : start]
    after = state.src[start + scanned.length : start + scanned.length + 1]
    opens = scanned.can_open or (marker == "*" and _is_hangul(before) and _is_punctuation(after))
    closes = scanned.can_close or (marker == "*" and _is_hangul(after) and _is_punctuation(before))
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, opens, closes))
    state.pos += scanned.length
    return True


def _is_hangul(character: str) -> bool:
    return "가" <= character <= "힣"


def _is_punctuation(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "PS"


def _shift_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = int(token.tag[1]) + int(state.env["heading_shift"])
            token.tag = f"h{min(max(level, 1), DEEPEST_HEADING)}"


def _keep_inside(state: StateCore) -> None:
    """Describe images from elsewhere in words, and leave the words of links that lead nowhere."""
    for token in state.tokens:
        if token.children:
            token.children = [_inside(child) for child in _without_local_links(token.children)]


def _inside(token: Token) -> Token:
    if token.type != "image" or _is_local(str(token.attrGet("src"))):
        return token
    return Token("text", "", 0, content=token.content)


def _without_local_links(tokens: list[Token]) -> list[Token]:
    """Links cannot be nested, so the next end belongs to the last start."""
    kept: list[Token] = []
    dropping = False
    for token in tokens:
        if token.type == "link_open":
            dropping = _is_local(str(token.attrGet("href")))
        if not (dropping and token.type in {"link_open", "link_close"}):
            kept.append(token)
    return kept


def _build() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.validateLink = _may_lead_to  # type: ignore[method-assign]
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.core.ruler.push("shift_headings", _shift_headings)
    markdown.core.ruler.push("keep_inside", _keep_inside)
    return markdown


_MARKDOWN = _build()
