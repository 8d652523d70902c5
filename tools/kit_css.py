"""Which style rules of the design kit the portal serves: none that claim to be the government, none never used."""

import re
from collections.abc import Iterable, Sequence

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

DROPPED_BLOCKS = re.compile(
    r"krds-masthead|krds-identifier|\.f?-?logo\b|\.ico-logo|swiper|coach-mark|login-certify"
    r"|\.ico-(?:youtube|instagram|facebook|blog|sns)"
)
GROUPING_RULES = frozenset({"media", "supports"})
TIGHT_SEPARATORS = re.compile(r"\s*([;{}])\s*")


def compact_css(source: str) -> str:
    """The style sheet without comments, imports and the rules of `DROPPED_BLOCKS`; what stays keeps its order."""
    rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rules)) + "\n"


def referenced_files(css: str) -> set[str]:
    """Relative addresses that the style sheet loads; `data:` and fragments are none."""
    found = re.findall(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)", css)
    return {address.split("#")[0].split("?")[0] for address in found if not address.startswith(("data:", "#"))}


def _kept(rules: Iterable[Node]) -> Iterable[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            yield _style_rule(rule)
        elif isinstance(rule, AtRule) and rule.lower_at_keyword != "import":
            yield _at_rule(rule)


def _style_rule(rule: QualifiedRule) -> str:
    selectors = [selector.strip() for selector in _split_selectors(rule.prelude)]
    kept = [selector for selector in selectors if not DROPPED_BLOCKS.search(selector)]
    return f"{','.join(kept)}{{{_declarations(rule.content)}}}" if kept else ""


def _at_rule(rule: AtRule) -> str:
    if rule.lower_at_keyword == "charset":
        return ""
    head = f"@{rule.at_keyword} {_text(rule.prelude)}".strip()
    if rule.content is None:
        return f"{head};"
    if rule.lower_at_keyword not in GROUPING_RULES:
        return f"{head}{{{_declarations(rule.content)}}}"
    inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)))
    return f"{head}{{{inner}}}" if inner else ""


def _split_selectors(prelude: Sequence[Node]) -> list[str]:
    selectors: list[list[Node]] = [[]]
    for token in prelude:
        if token.type == "literal" and getattr(token, "value", None) == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return [_text(tokens) for tokens in selectors]


def _declarations(content: Sequence[Node]) -> str:
    return TIGHT_SEPARATORS.sub(r"\1", _text(content)).rstrip(";")


def _text(tokens: Sequence[Node]) -> str:
    kept = (token for token in tokens if token.type != "comment")
    return "".join(" " if token.type == "whitespace" else tinycss2.serialize([token]) for token in kept).strip()
