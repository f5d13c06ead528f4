"""The kinds of sheets that come in: one entry each, with all that reading such a sheet has to know.

A new kind is an entry in one of these modules, what the store knows of its rows (`stage.comparing`), how they are
written (`load.loading`), and the words of the window (`desk.importing.kinds`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.kinds import goods, money, people, selling
from shopdesk.exchange.kinds.kind import SheetKind
from shopdesk.shop.columns import Sheet

__all__ = ["FILES", "KINDS", "WITH_AMOUNTS", "SheetKind"]

_ALL: Final = (*goods.KINDS, *money.KINDS, *selling.KINDS, *people.KINDS)
KINDS: Final[Mapping[str, SheetKind]] = MappingProxyType({kind.sheet.name: kind for kind in _ALL})
"""Name → kind, in the order in which they are proposed where a sheet could be several."""
WITH_AMOUNTS: Final = frozenset(name for name, kind in KINDS.items() if kind.with_amounts)
FILES: Final[Mapping[str, Sheet]] = MappingProxyType({name: kind.sheet for name, kind in KINDS.items()})
"""Name of a kind → the sheet whose columns are its fields."""
