"""The shop's own levels of members and what points it gives, as a person set them."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from shopdesk.shop.service.customers.rules import Level, LevelBy, Loyalty
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

LOYALTY_SETTING: Final = "loyalty"
NO_LOYALTY: Final = Loyalty(LevelBy.SPEND, (), Decimal(0), 0)
"""While nobody has said otherwise: no levels, and no points."""
MOST_LEVELS: Final = 20


def read_loyalty(tx: Tx) -> Loyalty:
    """The rules that hold."""
    told: dict[str, Any] | None = tx.setting(LOYALTY_SETTING, None)
    if told is None:
        return NO_LOYALTY
    levels = tuple(Level(name, Decimal(threshold)) for name, threshold in told["levels"])
    return Loyalty(LevelBy(told["by"]), levels, Decimal(told["per"]), int(told["points"]))


@action("shop.settings", N_("Set levels and points of members"), undoable=True)
def set_loyalty(tx: Tx, loyalty: Loyalty) -> None:
    """Keep the rules; levels are sorted by threshold."""
    names = [one.name.strip() for one in loyalty.levels]
    thresholds = [one.threshold for one in loyalty.levels]
    if not all(names) or len({name.casefold() for name in names}) < len(names):
        raise UserError(N_("Every level has a name of its own."), code="levels")
    if len(names) > MOST_LEVELS:
        raise UserError(N_("There are at most {count} levels."), code="levels", count=MOST_LEVELS)
    if any(one < 0 for one in thresholds) or len(set(thresholds)) < len(thresholds):
        raise UserError(N_("Every level begins at an amount of its own, none below zero."), code="levels")
    if loyalty.per < 0 or loyalty.points < 0:
        raise UserError(N_("Points are given for an amount above zero."), code="points")
    ranked = sorted(loyalty.levels, key=lambda one: one.threshold)
    levels = [[one.name.strip(), str(one.threshold)] for one in ranked]
    told = {"by": loyalty.by.value, "levels": levels, "per": str(loyalty.per), "points": loyalty.points}
    set_setting(tx, LOYALTY_SETTING, told)


def read_levels(text: str) -> tuple[Level, ...]:
    """Levels as a person writes them, one a line: a name and from what on ("Gold 5000"). UserError where a line is not.

    Raises with the line.
    """
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _blank, threshold = line.replace("\t", " ").replace("：", " ").replace("=", " ").rpartition(" ")
        try:
            found.append(Level(name.strip(), Decimal(threshold.replace(",", ""))))
        except InvalidOperation:
            raise UserError(
                N_("“{line}” is no level: write a name and an amount, as in “Gold 5000”."), code="levels", line=line
            ) from None
    return tuple(found)


def write_levels(levels: Sequence[Level]) -> str:
    """Levels as `read_levels` takes them."""
    return "\n".join(f"{one.name} {one.threshold:f}" for one in levels)
