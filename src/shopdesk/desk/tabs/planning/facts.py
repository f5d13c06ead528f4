"""What the screens of planning read: the shop's day, how old the plan is, how many SKUs each quick filter finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from shopdesk.desk.filter_line import Quick
from shopdesk.shop.planning.read import Policy, fetch_policy
from shopdesk.shop.planning.reports import (
    HEALTH_ROWS,
    REORDER_ROWS,
    Age,
    Cell,
    Planned,
    fetch_ages,
    fetch_matrix,
    find_planned,
    has_skus,
    is_stale,
)
from shopdesk.store.rows import Query, RowSource, count
from shopdesk.text import N_

REORDER_QUICK: Final = (
    Quick("now", N_("Order now"), (("why", "=below_point"),), N_("Fallen to the reorder point")),
    Quick("all", N_("All"), ()),
    Quick("lost", N_("Lost sales"), (("lost", ">0"),), N_("Days without stock that would have sold something")),
    Quick("untracked", N_("Stock not recorded"), (("why", "=untracked"),), N_("Nobody said what is there"), rare=True),
    Quick("paused", N_("Paused"), (("why", "=paused"),), N_("No proposals, as a person decided"), rare=True),
)  # fmt: skip
HEALTH_QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("dead", N_("Dead stock"), (("dead", "yes"),), N_("On hand, and nothing sold for long")),
    Quick("old", N_("Over a year old"), (("age_more", ">0"),), N_("Pieces older than a year, or of unknown age")),
    Quick("a_out", N_("A without stock"), (("abc", "=A"), ("on_hand", "<=0")), N_("Best sellers with nothing on hand")),
)
READ_OF: Final = (
    "sku_plan", "sku_policy", "sku", "product", "supplier", "setting", "supplier_sku", "change", "sku_value",
)  # fmt: skip
"""Tables that the screens show something of; the plan itself changes only when it is figured."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tab needs to know before it shows anything."""

    today: date
    zone: ZoneInfo
    has_skus: bool
    planned: Planned | None
    policy: Policy
    reorder: Mapping[str, int]
    health: Mapping[str, int]
    cells: Sequence[Cell]
    ages: Sequence[Age]
    is_stale: bool
    """Whether the plan is of another day, or there is none."""


def read_facts(tx: Any) -> Facts:
    """The shop's day, the plan's age, counts, the matrix and the ages."""
    planned = find_planned(tx)
    return Facts(
        tx.today, tx.zone, has_skus(tx), planned, fetch_policy(tx), _counts(tx, REORDER_ROWS, REORDER_QUICK),
        _counts(tx, HEALTH_ROWS, HEALTH_QUICK), fetch_matrix(tx), fetch_ages(tx), is_stale(tx, planned),
    )  # fmt: skip


def _counts(tx: Any, source: RowSource, quick: Sequence[Quick]) -> dict[str, int]:
    return {one.key: count(tx, source, Query(filters=one.filters)) for one in quick}
