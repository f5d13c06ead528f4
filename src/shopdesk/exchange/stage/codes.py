"""The discount codes that rows of orders name: those of one order together, each with what it took off."""

import re
from collections.abc import Mapping
from typing import Any

from shopdesk.exchange.stage.rows_in import Typed
from shopdesk.shop.money import allocate, convert
from shopdesk.shop.orders.codes import Told, codes_text, read_text

_APART = re.compile(r"[,，;；、\n]+")
_AMOUNT = "\t"
_CENT = 100


def with_amounts(part: Typed) -> None:
    """Put what a code of a row took off behind it, so that the two stay together however rows of an order are."""
    codes, amounts = part.fields.get("coupon_code"), part.fields.get("coupon_amount")
    if codes is None or amounts is None:
        return
    part.fields["coupon_code"] = [
        code if code is None or amount is None else f"{code}{_AMOUNT}{amount}"
        for code, amount in zip(codes, amounts, strict=True)
    ]


def joined(one: str | None, other: str | None) -> str | None:
    """What two rows of an order say of its codes; what both say counts once."""
    if one is None or other is None:
        return one or other
    return one if other in one.split("\n") else f"{one}\n{other}"


def settle_codes(fields: dict[str, Any]) -> None:
    """Say the codes of an order as it keeps them; where only the whole discount is told, they share it evenly."""
    told: Told = {}
    for row in fields.get("coupon_code", "").split("\n"):
        said, _between, amount = row.partition(_AMOUNT)
        codes = [code.strip() for code in _APART.split(said) if code.strip()]
        shares = _evenly(abs(int(amount)), len(codes)) if amount else [None] * len(codes)
        for code, share in zip(codes, shares, strict=True):
            told[code] = share if told.get(code) is None else (told[code] or 0) + (share or 0)
    if not told:
        fields.pop("coupon_code", None)
        return
    bare = [code for code, amount in told.items() if amount is None]
    rest = abs(fields.get("order_discount") or 0) - sum(amount or 0 for amount in told.values())
    told |= dict(zip(bare, _evenly(max(rest, 0), len(bare)), strict=True))
    fields["coupon_code"] = codes_text(told)


def _evenly(amount: int, parts: int) -> list[int | None]:
    """An amount in equal parts of whole cents; what is no whole cent goes to the first."""
    if not parts:
        return []
    first, *others = allocate(amount // _CENT, [1] * parts)
    return [first * _CENT + amount % _CENT, *(share * _CENT for share in others)]


def codes_home(fields: Mapping[str, Any], rate: int, home: str) -> dict[str, str]:
    """The codes of an order, their amounts in the shop's currency; nothing where it names none."""
    said = fields.get("coupon_code")
    if not said:
        return {}
    told = read_text(said)
    return {"coupon_code": codes_text(dict(zip(told, convert(list(told.values()), rate, home), strict=True)))}
