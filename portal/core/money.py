"""How an amount in whole won is written, in figures and in words."""

_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("", "십", "백", "천")
_GROUPS = ("", "만", "억", "조", "경")


def won(amount: int) -> str:
    """12000 → 12,000원"""
    return f"{_whole(amount):,}원"


def won_in_words(amount: int) -> str:
    """234580 → 금234,580원(금이십삼만사천오백팔십원), the form that official papers ask for.

    Every digit is written, 일 too, so that nothing can be put before it: 금113,560원(금일십일만삼천오백육십원).
    """
    sign = "마이너스" if amount < 0 else ""
    return f"금{won(amount)}(금{sign}{_words(abs(amount))}원)"


def _words(amount: int) -> str:
    if amount == 0:
        return _DIGITS[0]
    words = ""
    for group in _GROUPS:
        amount, rest = divmod(amount, 10_000)
        words = _group_words(rest) + group + words if rest else words
    if amount:
        raise ValueError("an amount of more than 20 digits has no words here")
    return words


def _group_words(number: int) -> str:
    """The words of a number below 10,000."""
    digits = reversed(str(number))
    spoken = [_DIGITS[int(d)] + place for d, place in zip(digits, _PLACES, strict=False) if d != "0"]
    return "".join(reversed(spoken))


def _whole(amount: int) -> int:
    if type(amount) is not int:
        raise TypeError("money is a whole number of won")
    return amount
