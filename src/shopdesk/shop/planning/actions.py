"""What a person can do about planning: have it figured anew, decide how, and turn proposals into purchase orders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Text, delete, func, literal, select, update

from shopdesk.shop.buying.actions import OrderedLine, save_purchase
from shopdesk.shop.planning.plan import COLUMNS, proposed
from shopdesk.shop.planning.read import Policy, fetch_offers, fetch_policy
from shopdesk.shop.planning.reports import find_card
from shopdesk.shop.profit.figures import money
from shopdesk.store.action import action, follows
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Change, Sku, SkuPlan, SkuPolicy, Supplier
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
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
OWN = frozenset({"service_level", "lead_days", "lift", "lift_until", "is_paused"})


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


@follows("sku_policy")
def propose_again(tx: Tx, sku_ids: tuple[int, ...]) -> None:
    """What was decided of a SKU, or undone, moves its proposal at once; everything else of the plan stays."""
    for sku_id in sku_ids:
        card = find_card(tx, sku_id)
        if card is not None:
            told = proposed(card.needs, card.lead).items()
            stored = {name: literal(value, Text() if isinstance(value, str) else WHOLE) for name, value in told}
            tx.run_sql(SkuPlan, update(SkuPlan).where(SkuPlan.sku_id == sku_id).values(stored))


@action("buying.order", N_("Order what is proposed"), undoable=True)
def accept_proposals(tx: Tx, accepted: Sequence[tuple[int, Decimal | None]]) -> list[int]:
    """Make draft purchase orders of (sku_id, pieces; None: as proposed), one for each supplier; returns their ids.

    The price is the supplier's, else what a piece costs now. UserError where nothing of it is more than zero.
    """
    wanted = dict(accepted)
    offers, by_supplier = fetch_offers(tx), dict[str, list[OrderedLine]]()
    for row in _planned(tx, sorted(wanted)):
        offer, said = offers.get(row.sku_id), wanted[row.sku_id]
        pieces = row.proposal if said is None else said
        if pieces > 0:
            asked = money(offer.price) if offer and offer.price is not None else row.unit_cost
            by_supplier.setdefault(row.name or "", []).append(OrderedLine(row.sku_id, pieces, asked))
    if not by_supplier:
        raise UserError(N_("Nothing of this is to be ordered."), code="required")
    count = sum(map(len, by_supplier.values()))
    made = [save_purchase(tx, lines, supplier=supplier) for supplier, lines in sorted(by_supplier.items())]
    tx.say(N_("Order what is proposed: {count} SKUs in {orders} orders"), count=count, orders=len(made))
    return made


def _planned(tx: Tx, sku_ids: Sequence[int]) -> Iterator[Any]:
    """sku_id, proposal, unit_cost and the supplier's name of SKUs, by code."""
    for start in range(0, len(sku_ids), 400):
        yield from tx.rows(
            select(SkuPlan.sku_id, SkuPlan.proposal, SkuPlan.unit_cost, Supplier.name)
            .join(Sku, Sku.sku_id == SkuPlan.sku_id)
            .outerjoin(Supplier, Supplier.supplier_id == SkuPlan.supplier_id)
            .where(SkuPlan.sku_id.in_(sku_ids[start : start + 400]))
            .order_by(Sku.code)
        )


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
