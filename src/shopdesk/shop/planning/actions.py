"""What a person can do about planning: have it figured anew, decide how, and turn proposals into purchase orders."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, select

from shopdesk.shop.planning.plan import COLUMNS
from shopdesk.shop.planning.read import Policy, fetch_policy
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Change, Sku, SkuPlan, SkuPolicy
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

BOUNDS = {
    "window_days": (14, 730),
    "service_level": (0.5, 0.9999),
    "lead_days": (0, 730),
    "cover_days": (1, 730),
    "order_cost": (0, 1e9),
    "holding_rate": (0, 10),
    "dead_days": (7, 3650),
}
"""The least and the most that each of the shop's figures may be."""
OWN = frozenset({"warning_level", "service_level", "lead_days", "lift", "lift_until", "is_paused"})


@action("stock.plan", N_("Figure the stock plan"))
def keep_plan(tx: Tx, rows: Sequence[tuple[Any, ...]]) -> int:
    """Put a plan (`plan.figure_plan`) in place of the one before; SKUs that went meanwhile are left out."""
    there = set(tx.scalars(select(Sku.sku_id)))
    kept = [row for row in rows if row[0] in there]
    tx.run_sql(SkuPlan, delete(SkuPlan))
    tx.insert_many(SkuPlan, COLUMNS, kept)
    known = tx.scalar(select(func.coalesce(func.max(Change.change_id), 0)).where(Change.change_id < tx.change_id))
    set_setting(tx, "planned", {"at": int(tx.now.timestamp()), "change": known})
    tx.say(N_("Stock plan: {count} SKUs"), count=len(kept))
    return len(kept)


@action("stock.plan", N_("Change how stock is planned"))
def set_planning(tx: Tx, facts: Mapping[str, float]) -> None:
    """Set figures of the shop's planning (`read.Policy`); UserError where one is out of its bounds."""
    for name, value in facts.items():
        least, most = BOUNDS[name]
        if not least <= value <= most:
            raise UserError(
                N_("This must lie between {least} and {most}."), code="out_of_bounds", least=least, most=most
            )
    whole = {field.name for field in fields(Policy) if field.type is int}
    told = {name: int(value) if name in whole else float(value) for name, value in facts.items()}
    set_setting(tx, "planning", {**asdict(fetch_policy(tx)), **told})


@action("stock.plan", N_("Plan a SKU"), undoable=True)
def set_policy(tx: Tx, /, sku_id: int, **decided: Decimal | int | bool | date | None) -> bool:
    """Decide of one SKU what differs from the shop; None gives a figure back to the shop."""
    unknown = set(decided) - OWN
    if unknown:
        raise UserError(N_("This cannot be edited here."), code="not_editable")
    level, lift, lead = decided.get("service_level"), decided.get("lift"), decided.get("lead_days")
    if isinstance(level, Decimal) and not Decimal("0.5") <= level < 1:
        raise UserError(N_("A service level lies between 50 % and 99.99 %."), code="out_of_bounds")
    if isinstance(lift, Decimal) and not 0 < lift <= 100:
        raise UserError(N_("A lift lies above 0 and is at most 100."), code="out_of_bounds")
    if isinstance(lead, int) and not 0 <= lead <= 730:
        raise UserError(N_("A lead time lies between 0 and 730 days."), code="out_of_bounds")
    code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    if code is None:
        raise UserError(N_("This SKU no longer exists."), code="gone")
    tx.say(N_("Plan {sku}"), sku=code)
    if tx.scalar(select(SkuPolicy.sku_id).where(SkuPolicy.sku_id == sku_id)) is None:
        tx.insert(SkuPolicy, sku_id=sku_id, **decided)
        return True
    return tx.update(SkuPolicy, sku_id, **decided)
