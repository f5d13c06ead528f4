"""Tiers in words that a person types into one cell, and back: "300-30;600-80", "3pc-10%", "2pc+1", "=49.90".

    [300 | 3pc | 3ppl | 2nd] [-30 | -10% | =99 | +1] [+[SKU]*2] [≤50] [x3]
    threshold, n-th piece   off, off, price, free   gift       cap   at most so often

Chinese as shops write it is read as well: 满300减30，满500减60; 每满300减30; 满2件打9折, 买2送1, 88折, 99元3件,
3人团79元, 第二件半价. The n-th piece is kept as one that is given for the n-1 before it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final

from shopdesk.text import N_, UserError

Told = Mapping[str, Decimal | str | int | None]
"""A tier by the columns of its table, as Decimals; the gift by its code, as `gift`."""
NUMBER: Final = r"\d+(?:\.\d+)?"
_TIER: Final = re.compile(
    r"(?:(?P<nth>[1-9]\d*)(?:st|nd|rd|th)|"
    rf"(?P<need>{NUMBER})\s*(?P<unit>pcs?|件|个|個|只|點|点|ppl|people|人)?)?\s*"
    rf"(?:-\s*(?P<off>{NUMBER})\s*(?P<share>%)?|=\s*(?P<price>{NUMBER})|\+\s*(?P<free>\d+)|~(?P<tenth>{NUMBER}))?\s*"
    rf"(?:\+\s*\[(?P<gift>[^\]]+)\]\s*(?:\*\s*(?P<count>\d+))?)?\s*"
    rf"(?:(?:≤|<=|max|封顶|封頂|最高)\s*(?P<cap>{NUMBER}))?\s*(?:x\s*(?P<times>\d+))?",
    re.IGNORECASE,
)
_OFFS: Final = ("off_amount", "off_rate", "fixed_price")
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}
_DIGITS: Final = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5}


def _in_digits(said: re.Match[str]) -> str:
    """买一送一 as 买1送1 is read."""
    return f"{_DIGITS[said[1]]}pc+{_DIGITS[said[2]]}"


def _nth_in_digits(said: re.Match[str]) -> str:
    """第二件 as 2th is read."""
    return f"{_DIGITS.get(said[1], said[1])}th"


_OUTSIDE: Final = r"(?![^\[【]*[\]】])"
"""No part of the code of a gift."""
_SAID: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    (r"[；\n]", ";"), (rf"(?:[、，]|,(?=\s*[每满滿买買第])){_OUTSIDE}", ";"), (rf"[−–—]{_OUTSIDE}", "-"), (r"％", "%"),
    (r"[×]", "x"), (r"【", "["), (r"】", "]"), (r"(?<=;)\s*|^\s*", ""),
    (r"(?<=[^;\s])\s+(?=第)", ";"),
    (rf"第([一二两兩三四五]|\d+)[件个個]{_OUTSIDE}", _nth_in_digits), (rf"半[价價]{_OUTSIDE}", "-50%"),
    (r"(?<=th)免(?:[费費]|[单單])", "-100%"),
    (r"上不封[顶頂]|[包免](?:邮|郵)|免[运運][费費]", ""),
    (r"(\d+(?:\.\d+)?)\s*[元圆圓]\s*(\d+)\s*[件个個]", r"\2pc=\1"),
    (r"(\d+)\s*[件个個]\s*(\d+(?:\.\d+)?)\s*[元圆圓]", r"\1pc=\2"),
    (r"[买買]([一二两兩三四五])[件个個]?[送赠贈]([一二两兩三四五])", _in_digits),
    (r"每?[满滿]", ""), (r"[买買](\d+)[件个個]?", r"\1pc"), (r"立?[减減]", "-"), (r"[送赠贈](?=\d|\[)", "+"),
    (r"(?<=\+\d)[件个個]", ""), (r"[元¥￥]", ""), (r"打?(\d+(?:\.\d+)?)折", r"~\1"),
    (r"(?<=th)\s*(?=\d)", "="), (r"人(?:成?[团團]|拼[团團]?)", "人"), (r"人[价價]?\s*(?=\d)", "人="),
)  # fmt: skip
"""What people write otherwise → as it is read."""
MOST: Final = Decimal(10_000_000_000)


def parse_tiers(text: str) -> list[dict[str, Decimal | str | int | None]]:
    """Tiers in words as values of their columns; UserError for what cannot be read."""
    for said, read in _SAID:
        text = re.sub(said, read, text)
    return [_tier(part.strip()) for part in text.split(";") if part.strip()]


def _tier(part: str) -> dict[str, Decimal | str | int | None]:
    found = _TIER.fullmatch(part)
    if found is None:
        raise UserError(
            N_(
                "“{part}” is no tier. Write 300-30 for 30 off from 300 on, 3pc-10% for 10 % off from 3 pieces on, "
                "2pc+1 for one free of three."
            ),
            code="tier", part=part,
        )  # fmt: skip
    told: dict[str, Decimal | str | int | None] = {}
    if found["nth"]:
        told |= nth_columns(_number(found["nth"]))
    if found["need"]:
        told |= _threshold(found["need"], (found["unit"] or "").lower())
    if found["off"]:
        told["off_rate" if found["share"] else "off_amount"] = _number(found["off"]) / (100 if found["share"] else 1)
    if found["tenth"]:
        told["off_rate"] = 1 - _number(found["tenth"]) / (10 if Decimal(found["tenth"]) < 10 else 100)
    for name, group in (("fixed_price", "price"), ("free_pieces", "free"), ("cap", "cap")):
        if found[group]:
            told[name] = _number(found[group])
    if found["gift"]:
        told |= {"gift": found["gift"].strip(), "gift_pieces": _number(found["count"] or "1")}
    if found["times"]:
        told["most_times"] = int(_number(found["times"]))
    return told


def _threshold(need: str, unit: str) -> dict[str, Decimal | str | int | None]:
    if unit not in {"ppl", "people", "人"}:
        return {"threshold_pieces" if unit else "threshold": _number(need)}
    people = _number(need)
    if people != int(people):
        raise UserError(N_("{number} is no number of people."), code="number", number=need)
    return {"threshold_people": int(people)}


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if number >= MOST or number != number.quantize(Decimal("0.0001")):
        raise UserError(N_("{number} is too large, or has more than four decimals."), code="number", number=text)
    return number


def tier_words(tiers: Sequence[Told]) -> str:
    """Tiers in the words that `parse_tiers` reads, from the lowest threshold to the highest."""
    ordered = sorted(
        tiers,
        key=lambda told: (
            told.get("threshold") or 0,
            told.get("threshold_pieces") or 0,
            told.get("threshold_people") or 0,
        ),
    )
    return ";".join(map(_words, ordered))


def _words(told: Told) -> str:
    said = {name: _plain(value) for name, value in told.items() if value is not None}
    nth = nth_of(told)
    if nth is not None:
        said = {name: value for name, value in said.items() if name not in {"threshold_pieces", "free_pieces"}}
    made = said.get("threshold", "") or (f"{said['threshold_pieces']}pc" if "threshold_pieces" in said else "")
    made += f"{said['threshold_people']}ppl" if "threshold_people" in said else _ordinal(nth)
    if "off_rate" in said:
        made += f"-{_plain(Decimal(str(told['off_rate'])) * 100)}%"
    for name, sign in (("off_amount", "-"), ("fixed_price", "="), ("free_pieces", "+")):
        made += f"{sign}{said[name]}" if name in said else ""
    if "gift" in said:
        made += f"+[{told['gift']}]*{said.get('gift_pieces', '1')}"
    made += f"≤{said['cap']}" if "cap" in said else ""
    return made + (f"x{said['most_times']}" if "most_times" in said else "")


def nth_columns(nth: Decimal) -> dict[str, Decimal | str | int | None]:
    """The n-th piece as its columns: one piece that takes what the tier says off, for so many before it."""
    return {"threshold_pieces": nth - 1, "free_pieces": Decimal(1)}


def nth_of(told: Told) -> Decimal | None:
    """Which piece a tier is about; None where it is about none, as what is free has no price and takes nothing off."""
    if told.get("free_pieces") is None or all(told.get(name) is None for name in _OFFS):
        return None
    return Decimal(str(told.get("threshold_pieces") or 0)) + Decimal(str(told["free_pieces"]))


def _ordinal(nth: Decimal | None) -> str:
    """2nd, 3rd, 4th … 11th … 21st."""
    if nth is None:
        return ""
    number = int(nth)
    return f"{number}{'th' if number // 10 % 10 == 1 else _ENDINGS.get(number % 10, 'th')}"


def _plain(value: Decimal | str | int | None) -> str:
    if not isinstance(value, Decimal):
        return str(value)
    with localcontext(prec=40, rounding=ROUND_HALF_EVEN):
        return f"{value.normalize():f}"
