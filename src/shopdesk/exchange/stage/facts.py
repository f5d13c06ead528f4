"""Facts of products that a channel's file tells: attributes and options in pairs of columns, metafields, the type."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shopdesk.exchange.headers import clean_header

_NAME: Final = re.compile(r"(attribute|option)([0-9]+)name")
_META: Final = re.compile(r"(.+?) ?\(product\.metafields\.[^)]+\)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(?<!\\),\s*")
_NOTHING: Final = frozenset({"title", "option", ""})
"""Names of what is no fact: how layouts call the option of goods that have none, or whose name nobody knows."""
Facts = dict[str, tuple[str, ...]]
"""Name → its values, in their order."""


@dataclass(frozen=True, slots=True)
class FactColumn:
    """Where a fact stands: the column of its value, and that of its name, or the name itself."""

    value_at: int
    name_at: int | None = None
    name: str = ""
    has_many: bool = False
    """Several values stand in a cell, with commas between them."""


def fact_columns(headers: Sequence[str], plain: Sequence[str]) -> list[FactColumn]:
    """The columns of facts under these headers; `plain` are headers that are facts by their own name."""
    there: dict[str, int] = {}
    for place, header in enumerate(headers):
        there.setdefault(clean_header(header), place)
    found = [FactColumn(there[clean_header(name)], name=name) for name in plain if clean_header(name) in there]
    for header, place in there.items():
        pair = _NAME.fullmatch(header)
        if pair is not None:
            stem = "".join(pair.groups())
            value = there.get(f"{stem}value(s)", there.get(f"{stem}value"))
            if value is not None:
                found.append(FactColumn(value, place, has_many=pair[1] == "attribute"))
    for place, header in enumerate(headers):
        meta = _META.fullmatch(header.strip())
        if meta is not None:
            found.append(FactColumn(place, name=meta[1].strip()))
    return found


class FactReader:
    """Reads the facts of rows, one after the other: a name is said once and holds until another is."""

    def __init__(self, columns: Sequence[FactColumn]) -> None:
        self._columns = columns
        self._names: dict[int, str] = {}

    @property
    def places(self) -> frozenset[int]:
        """Every column that is read."""
        named = {one.name_at for one in self._columns if one.name_at is not None}
        return frozenset(named | {one.value_at for one in self._columns})

    def read(self, cells: Mapping[int, str]) -> Facts:
        """What a row tells, from its texts by column."""
        return {name: values for name, values in self._told(cells) if values}

    def _told(self, cells: Mapping[int, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for one in self._columns:
            name, text = one.name, cells.get(one.value_at, "")
            if one.name_at is not None:
                name = self._names[one.name_at] = cells.get(one.name_at, "") or self._names.get(one.name_at, "")
            if text and name.casefold() not in _NOTHING:
                parts = _BETWEEN.split(text) if one.has_many else [text]
                yield name, tuple(part.replace("\\,", ",").strip() for part in parts if part.strip())


def joined(told: Sequence[str]) -> str:
    """Values as the shop keeps them."""
    return ", ".join(dict.fromkeys(told))
