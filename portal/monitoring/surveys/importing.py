"""Lists of addresses that are brought along: only where somebody lives is read, whatever else the file tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.core.dongs import DONGS
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.names import address_key
from portal.core.text import contains_resident_number, normalise
from portal.documents.incoming import CELLS, Limits, lines_of, text_of_file
from portal.monitoring.surveys.rules import DOORS_AT_MOST

MAX_BYTES = 500_000
LIMITS = Limits(size=MAX_BYTES, rows=DOORS_AT_MOST + 1)
ADDRESS, DETAIL, DONG = N_("주소"), N_("상세주소"), N_("행정동")
HEADS = {
    ADDRESS: ADDRESS,
    N_("도로명주소"): ADDRESS,
    DETAIL: DETAIL,
    N_("동호수"): DETAIL,
    DONG: DONG,
    N_("동"): DONG,
}
"""How the columns are called; every other one is left unread."""

SHOWN_LINES = 5
_LONGEST_ADDRESS, _LONGEST_DETAIL = 200, 100


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of a list."""

    dong_code: str
    address: str
    detail: str

    @property
    def key(self) -> str:
        return address_key(self.address, self.detail)


def read_list(data: bytes, dong_codes: Sequence[str]) -> list[Listed]:
    """The addresses in a file, CSV or XLSX, each once; raises `DomainError` that names the lines to be mended."""
    return read_lines(text_of_file(data, LIMITS), dong_codes)


def _codes_by_name(dong_codes: Sequence[str]) -> dict[str, str]:
    """By the names that a line may tell, also behind the district; what two dongs are called tells neither."""
    named: dict[str, set[str]] = {}
    for dong in DONGS:
        if dong.code in dong_codes:
            for name in (dong.name, dong.short_name):
                named.setdefault(name, set()).add(dong.code)
                named.setdefault(f"{dong.district}{name}", set()).add(dong.code)
    return {name: codes.pop() for name, codes in named.items() if len(codes) == 1}


def read_lines(text: str, dong_codes: Sequence[str]) -> list[Listed]:
    lines = [(number, line) for number, line in lines_of(text) if any(cell.strip() for cell in line)]
    if not lines:
        raise _refused(N_("빈 파일입니다."))
    places = _places(lines[0][1], dong_codes)
    if len(lines) == 1:
        raise _refused(N_("칸 이름만 있고 주소가 없습니다."))
    if len(lines) > DOORS_AT_MOST + 1:
        raise _refused(N_("줄이 너무 많습니다. %(limit)d줄까지 가져올 수 있습니다."), limit=DOORS_AT_MOST)
    codes = _codes_by_name(dong_codes)
    wrong: list[int] = []
    found: dict[str, Listed] = {}
    for number, line in lines[1:]:
        listed = _listed(line, places, codes, dong_codes)
        if listed is None:
            wrong.append(number)
        else:
            found.setdefault(listed.key, listed)
    if wrong:
        some = ", ".join(str(number) for number in wrong[:SHOWN_LINES])
        words = N_(
            "%(count)d줄의 주소나 행정동을 읽을 수 없습니다. 줄 번호: %(lines)s. 조사하는 동의 이름으로 적어 주십시오."
        )
        raise _refused(words, count=len(wrong), lines=some)
    return list(found.values())


def _places(head: CELLS, dong_codes: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(head):
        column = HEADS.get(normalise(cell).replace(" ", ""))
        if column:
            places.setdefault(column, place)
    if ADDRESS not in places:
        raise _refused(N_("첫 줄에 ‘주소’ 칸이 없습니다. 견본 파일의 첫 줄을 그대로 쓰시면 됩니다."))
    if DONG not in places and len(dong_codes) > 1:
        raise _refused(N_("여러 동을 조사하므로 첫 줄에 ‘행정동’ 칸이 있어야 합니다."))
    return places


def _listed(line: CELLS, places: dict[str, int], codes: dict[str, str], dong_codes: Sequence[str]) -> Listed | None:
    """None where it cannot be read: no address, another dong, a formula, a number that is nobody's business."""
    cells = {column: normalise(line[place]) if place < len(line) else "" for column, place in places.items()}
    address, detail = cells[ADDRESS], cells.get(DETAIL, "")
    code = codes.get(cells[DONG].replace(" ", "")) if DONG in cells else dong_codes[0]
    is_wrong = (
        not address
        or code is None
        or len(address) > _LONGEST_ADDRESS
        or len(detail) > _LONGEST_DETAIL
        or any(contains_resident_number(text) or text.startswith("=") for text in (address, detail))
    )
    return None if is_wrong or code is None else Listed(code, address, detail)


def _refused(words: str, **params: object) -> DomainError:
    return DomainError(words, "file", **params)
