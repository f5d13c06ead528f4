"""What a person does about promotions: adds, edits, cancels and copies them, and says what may go together."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.promotions.checks import USUAL_LEVELS, check_facts
from shopdesk.shop.promotions.engine.terms import LAYERS_OF
from shopdesk.shop.promotions.parts import check_whole, clear, write_parts
from shopdesk.shop.promotions.rules import LAYERS, Layer, Level, PromotionKind, Stacking, State, usual_basis
from shopdesk.shop.promotions.scopes import COLUMNS
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import (
    Channel,
    Coupon,
    CouponUse,
    Promotion,
    PromotionPair,
    PromotionScope,
    PromotionTask,
    PromotionTier,
    Publicity,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_YEAR: Final = timedelta(weeks=52)
_PLAIN: Final = frozenset(
    {
        "promotion_no", "title", "kind", "level", "starts_at", "ends_at", "state", "basis", "stacking", "priority",
        "goal", "theme", "policy", "owner", "budget", "platform_share", "partner_share", "partner", "predicted_units",
        "predicted_revenue", "predicted_margin", "note", "lessons",
    }
)  # fmt: skip
_USUAL: Final[Mapping[str, Any]] = {
    "state": State.PLANNED.value, "stacking": Stacking.CLASSES.value, "priority": 0,
    "platform_share": Decimal(0), "partner_share": Decimal(0),
}  # fmt: skip
"""What a column is where nobody says; class and basis follow the kind."""
_PARTS: Final = (
    (PromotionTier, "tier_id"), (PromotionScope, "scope_id"), (Coupon, "coupon_id"), (PromotionTask, "task_id"),
    (Publicity, "publicity_id"),
)  # fmt: skip
"""What goes with a promotion, and its keys."""
Edit = tuple[int, str, object]


@action("promotion.edit", N_("Add a promotion"), undoable=True)
def add_promotion(tx: Tx, values: Mapping[str, Any]) -> int:
    """Add a promotion; `values` are those of the sheet's columns, tiers, scope and coupons in words. Returns its id."""
    row = _row(values)
    if row.get("kind") is None:
        raise UserError(N_("A promotion needs a kind."), code="required")
    kind = PromotionKind(row["kind"])
    row["level"] = row.get("level") or USUAL_LEVELS.get(kind, Level.ITEM).value
    row["kind"] = kind.value
    row["by_coupon"] = bool(values.get("coupons"))
    row["basis"] = row.get("basis") or usual_basis(kind, Level(row["level"]), row["by_coupon"]).value
    row["promotion_no"] = _free_number(tx, row.get("promotion_no") or next_number(tx))
    row = {**row, **{name: usual for name, usual in _USUAL.items() if row.get(name) is None}}
    check_facts(row)
    origin = {name: values[name] for name in ("import_id", "source_row", "copied_from") if name in values}
    promotion_id = tx.insert(Promotion, **row, **origin)
    write_parts(tx, promotion_id, {"tiers": "", **values})
    check_whole(tx, promotion_id)
    tx.say(N_("Add promotion {title}"), title=row["title"])
    return promotion_id


@action("promotion.edit", N_("Edit promotions"), undoable=True)
def edit_promotions(tx: Tx, edits: Sequence[Edit]) -> int:
    """Cells of promotions as one step of undo: (promotion_id, column, value). Returns how many became different.

    What the cells of a promotion come to together has to make sense, not each of them alone.
    """
    changed, by_promotion = 0, dict[int, dict[str, Any]]()
    for promotion_id, name, value in edits:
        by_promotion.setdefault(promotion_id, {})[name] = value
    for promotion_id, values in by_promotion.items():
        image = _promotion(tx, promotion_id)
        row = _row(values)
        if row.get("promotion_no", image.promotion_no) != image.promotion_no:
            row["promotion_no"] = _free_number(tx, row["promotion_no"] or next_number(tx))
        row |= {name: usual for name, usual in _USUAL.items() if name in row and row[name] is None}
        check_facts({**image._mapping, **row})  # noqa: SLF001 - SQLAlchemy's public name of a row's columns
        if row:
            changed += tx.update(Promotion, promotion_id, **row)
        changed += write_parts(tx, promotion_id, values)
        if "coupons" in values:
            changed += tx.update(Promotion, promotion_id, by_coupon=bool(values["coupons"]))
        check_whole(tx, promotion_id)
    tx.say(N_("Edit {count} cells of promotions"), count=len(edits))
    return changed


@action("promotion.edit", N_("Cancel promotions"), undoable=True)
def cancel_promotions(tx: Tx, promotion_ids: Sequence[int]) -> int:
    """Call promotions off: they no longer count, and stay in the list. Returns how many were not cancelled before."""
    titles = [_promotion(tx, promotion_id).title for promotion_id in promotion_ids]
    tx.say(N_("Cancel promotions: {titles}"), titles="; ".join(titles[:5]))
    return sum(tx.update(Promotion, one, state=State.CANCELLED.value) for one in promotion_ids)


@action("promotion.edit", N_("Remove a promotion"), undoable=True)
def remove_promotion(tx: Tx, promotion_id: int) -> None:
    """Take a promotion out with its tiers, scope, coupons and combinations; refused where a code of it was used."""
    title = _promotion(tx, promotion_id).title
    codes = select(Coupon.coupon_id).where(Coupon.promotion_id == promotion_id)
    if tx.scalar(select(CouponUse.coupon_use_id).where(CouponUse.coupon_id.in_(codes)).limit(1)) is not None:
        raise UserError(N_("Codes of {title} were used: cancel it instead."), code="used", title=title)
    copies = tx.scalars(select(Promotion.promotion_id).where(Promotion.copied_from == promotion_id))
    for copy in copies:
        tx.update(Promotion, copy, copied_from=None)
    sides = (PromotionPair.promotion_id == promotion_id) | (PromotionPair.other_id == promotion_id)
    for pair_id in tx.scalars(select(PromotionPair.pair_id).where(sides)):
        tx.delete(PromotionPair, pair_id)
    for model, key in _PARTS:
        clear(tx, model, key, promotion_id)
    tx.delete(Promotion, promotion_id)
    tx.say(N_("Remove promotion {title}"), title=title)


@action("promotion.edit", N_("Copy a promotion"), undoable=True)
def copy_promotion(tx: Tx, promotion_id: int, starts_on: date | None = None) -> int:
    """A draft like a promotion of before, its first day moved to `starts_on`; returns its id.

    Without a day: as many times 52 weeks later as it takes to lie ahead, so that weekdays stay. Its hours stay those of
    the clock on the wall. Coupons stay behind, for a code is of one promotion; lessons come along as its note, and its
    tasks are to be done again.
    """
    old = dict(tx.rows(select(Promotion.__table__).where(Promotion.promotion_id == promotion_id))[0]._mapping)  # noqa: SLF001 - SQLAlchemy's public name of a row's columns
    first = old["starts_at"].astimezone(tx.zone).date()
    days = _YEAR * max(1, (tx.today - first) // _YEAR + 1) if starts_on is None else starts_on - first
    made = {name: value for name, value in old.items() if name in _PLAIN | {"by_coupon"}}
    made |= {name: _later(tx, old[name], days) for name in ("starts_at", "ends_at") if old[name]}
    made |= {"promotion_no": next_number(tx), "state": State.DRAFT.value, "note": old["lessons"], "lessons": None}
    copy = tx.insert(Promotion, **made, copied_from=promotion_id)
    for model, key in ((PromotionTier, "tier_id"), (PromotionScope, "scope_id"), (PromotionTask, "task_id")):
        own = select(model.__table__).where(model.__table__.c.promotion_id == promotion_id)
        for row in tx.rows(own.order_by(model.__table__.c[key])):
            rest = {name: value for name, value in row._mapping.items() if name != key}  # noqa: SLF001 - as above
            tx.insert(model, **{**rest, "promotion_id": copy, **({"done_at": None} if model is PromotionTask else {})})
    tx.say(N_("Copy promotion {title}"), title=old["title"])
    return copy


def _later(tx: Tx, moment: datetime, days: timedelta) -> datetime:
    """The same time on the wall some days later."""
    return (moment.astimezone(tx.zone).replace(tzinfo=None) + days).replace(tzinfo=tx.zone)


@action("promotion.edit", N_("Set what may go together"), undoable=True)
def set_combination(tx: Tx, one: int | Level, other: int | Level, may_combine: bool | None) -> int:
    """Say whether two promotions, or classes, may stand on the same goods; None: what they say of themselves.

    Returns the row's id, 0 where there is none any more.
    """
    if one == other and not isinstance(one, Level):
        raise UserError(N_("Choose two different promotions."), code="same")
    sides = [side_of(tx, one), side_of(tx, other)]
    for first, second in (sides, sides[::-1]):
        there = [
            PromotionPair.promotion_id.is_not_distinct_from(first["promotion_id"]),
            PromotionPair.level.is_not_distinct_from(first["level"]),
            PromotionPair.other_id.is_not_distinct_from(second["promotion_id"]),
            PromotionPair.other_level.is_not_distinct_from(second["level"]),
        ]
        for pair_id in tx.scalars(select(PromotionPair.pair_id).where(*there)):
            tx.delete(PromotionPair, pair_id)
    if may_combine is None:
        return 0
    beside = {"other_id": sides[1]["promotion_id"], "other_level": sides[1]["level"]}
    return tx.insert(PromotionPair, **sides[0], **beside, may_combine=may_combine)


@action("shop.settings", N_("Set the order of promotions"), undoable=True)
def set_layers(tx: Tx, channel_id: int, layers: Sequence[Layer]) -> None:
    """The order in which layers are taken off baskets of a channel; prices of items are always first."""
    if sorted(layers) != sorted(LAYERS) or layers[0] is not Layer.ITEM:
        raise UserError(N_("The order names every layer once, and prices of items first."), code="layers")
    code = str(tx.scalar(select(Channel.code).where(Channel.channel_id == channel_id)))
    told: dict[str, list[str]] = tx.setting(LAYERS_OF, {})
    set_setting(tx, LAYERS_OF, {**told, code: [layer.value for layer in layers]})


def next_number(tx: Tx) -> str:
    """A number for the next promotion: PR-0001 and on."""
    last = int(tx.scalar(select(func.coalesce(func.max(Promotion.promotion_id), 0))))
    return f"PR-{last + 1:04d}"


def _free_number(tx: Tx, number: str) -> str:
    if tx.scalar(select(Promotion.promotion_id).where(Promotion.promotion_no == number)) is not None:
        raise UserError(N_("There is a promotion {number} already."), code="exists", number=number)
    return number


def _promotion(tx: Tx, promotion_id: int) -> Any:
    found = tx.rows(select(Promotion.__table__).where(Promotion.promotion_id == promotion_id))
    if not found:
        raise UserError(N_("This promotion is gone."), code="gone")
    return found[0]


def side_of(tx: Tx, side: int | Level) -> dict[str, Any]:
    """A side of a combination as the columns of its first side; UserError where the promotion is gone."""
    if isinstance(side, Level):
        return {"promotion_id": None, "level": side.value}
    _promotion(tx, side)
    return {"promotion_id": side, "level": None}


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of the table among the values, texts without blanks around them."""
    made = {}
    for name, value in values.items():
        if name in _PLAIN:
            made[name] = (value.strip() or None) if isinstance(value, str) else value
        elif name not in {*COLUMNS, "tiers", "coupons", "import_id", "source_row", "copied_from"}:
            raise UserError(N_("This cannot be edited here."), code="not_editable")
    return made
