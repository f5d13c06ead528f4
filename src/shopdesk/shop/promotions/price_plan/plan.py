"""The regular price plan over the shop: its rules as a list, what they propose today, and drafts made of that."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.shop.orders.sold_goods import coin_of
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.price_plan.rules import AGES, PlanRule, Proposed, RuleKind, Shelf, Stands, propose
from shopdesk.shop.promotions.price_plan.sheets import PLAN_RULES
from shopdesk.shop.promotions.rules import PromotionKind, ScopeKind, State, moments_of
from shopdesk.shop.promotions.sold import fetch_goods
from shopdesk.shop.promotions.tiers import tier_words
from shopdesk.store.action import action
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.rows import RowSource
from shopdesk.store.tables import PricePlanRule, Product, PromotionScope, Sku, SkuPlan
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE, WHOLE
from shopdesk.text import N_, UserError, _, n_

_R: Final = PricePlanRule.__table__.c
_K: Final = SkuPlan.__table__.c
_BANDS: Final = ("age_30", "age_90", "age_180", "age_365", "age_more")
_COLUMNS: Final = frozenset(column.key for column in PLAN_RULES.columns)

PLAN_RULE_ROWS: Final = RowSource(
    sheet=PLAN_RULES,
    origin=PricePlanRule.__table__,
    row_id=_R.rule_id,
    values={
        **{column.key: _R[column.key] for column in PLAN_RULES.columns},
        **{key: type_coerce(_R[key], WHOLE) // (RATE_SCALE // SHARE_SCALE) for key in ("off_rate", "min_margin")},
    },
    search=(_R.title, _R.category, _R.group_name),
    order=(("kind", False), ("title", False)),
)
"""Every rule of the plan."""


def find_plan_rules(tx: Tx, titles: Collection[str]) -> dict[str, int]:
    """Title → rule_id, of those titles that there are."""
    rows = tx.rows(select(_R.title, _R.rule_id))
    return {title: rule_id for title, rule_id in rows if title in titles}


def fetch_plan(tx: Tx) -> list[Proposed]:
    """What the plan proposes today, SKU by SKU."""
    return propose(fetch_plan_rules(tx), _shelves(tx), tx.today, coin_of(tx))


def fetch_plan_rules(tx: Tx) -> list[PlanRule]:
    """The rules as the plan has them."""
    shares = [type_coerce(_R[key], WHOLE).label(f"{key}_whole") for key in ("off_rate", "min_margin")]
    return [
        PlanRule(
            row.rule_id, row.title, RuleKind(row.kind), int(row.off_rate_whole), int(row.min_margin_whole),
            row.category, row.group_name, row.first_on, row.last_on, row.older_than, row.cover_over,
        )
        for row in tx.rows(select(PricePlanRule.__table__, *shares).order_by(_R.rule_id))
    ]  # fmt: skip


def _shelves(tx: Tx) -> list[Shelf]:
    """Every SKU with its ages and its cover, as planning figured them last."""
    bands = [type_coerce(_K[name], WHOLE).label(name) for name in (*_BANDS, "on_hand")]
    planned = {row.sku_id: row for row in tx.rows(select(_K.sku_id, _K.cover_days, *bands))}
    made = []
    for sku_id, good in fetch_goods(tx).items():
        row, facts = planned.get(sku_id), (sku_id, good.code, good.category, good.price, good.cost)
        if row is None:
            made.append(Shelf(*facts))
        else:
            cover = None if row.cover_days is None else float(row.cover_days)
            made.append(Shelf(*facts, row.on_hand, tuple(int(getattr(row, name)) for name in _BANDS), cover))
    return made


def plan_rows(tx: Tx, plan: Sequence[Proposed]) -> list[tuple[object, ...]]:
    """Proposals as rows of PRICE_PLAN."""
    named = select(Sku.sku_id, Product.title).join(Product, Product.product_id == Sku.product_id)
    titles: dict[int, str] = dict(map(tuple, tx.rows(named)))
    return [
        (
            one.shelf.code, titles.get(one.shelf.sku_id, ""), why_words(one), one.stands.value,
            _money(one.price), _money(one.new_price), _money(one.shelf.cost), _money(one.floor),
            _money(one.margin), _share(one), Decimal(one.shelf.on_hand) / QUANTITY_SCALE,
            None if one.shelf.cover_days is None else int(one.shelf.cover_days),
        )
        for one in plan
    ]  # fmt: skip


def plan_lines(tx: Tx, plan: Sequence[Proposed]) -> list[str]:
    """What else to know of the plan, a sentence a line."""
    lines = []
    if tx.setting("planned", None) is None:
        lines.append(_("Ages and cover are not known yet: figure the stock plan first."))
    unknown = sum(one.stands is Stands.UNKNOWN for one in plan)
    if unknown:
        said = n_(
            "Of {count} SKU nobody knows the cost, so nothing is proposed.",
            "Of {count} SKUs nobody knows the cost, so nothing is proposed.", unknown,
        )  # fmt: skip
        lines.append(said.format(count=unknown))
    return lines


def why_words(one: Proposed) -> str:
    """Why a price is proposed, in words."""
    rule = one.rule
    share = f"{Decimal(rule.off_rate) * 100 / RATE_SCALE:.2f}".rstrip("0").rstrip(".")
    said = [_("{rule}: {share} % off").format(rule=rule.title, share=share)]
    if rule.kind is RuleKind.MEMBER:
        said.append(_("for {group}").format(group=rule.group))
    if rule.kind is RuleKind.CLEARANCE:
        if rule.older_than is not None:
            count = f"{Decimal(one.shelf.older(rule.older_than)) / QUANTITY_SCALE:,.4g}"
            said.append(_("{count} pieces older than {days} days").format(count=count, days=rule.older_than))
        cover = one.shelf.cover_days
        lasts = _("nothing is sold") if cover is None else _("lasts {days} days").format(days=int(cover))
        said.append(lasts)
    if one.stands is Stands.HELD:
        said.append(_("the floor holds"))
    return ", ".join(said)


@action("promotion.edit", N_("Add a price rule"), undoable=True)
def add_plan_rule(tx: Tx, values: Mapping[str, Any]) -> int:
    """Add a rule; `values` are those of the sheet's columns. Returns its id."""
    row = {**dict.fromkeys(_COLUMNS), **_stored(values)}
    row["min_margin"] = row["min_margin"] or Decimal(0)
    _check(tx, row, 0)
    tx.say(N_("Add price rule {title}"), title=row["title"])
    return tx.insert(PricePlanRule, **row)


@action("promotion.edit", N_("Edit price rules"), undoable=True)
def edit_plan_rules(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of rules as one step of undo: (rule_id, column, value). Returns how many rules became different."""
    by_rule: dict[int, dict[str, object]] = {}
    for rule_id, name, value in edits:
        by_rule.setdefault(rule_id, {})[name] = value
    changed = 0
    for rule_id, values in by_rule.items():
        found = tx.rows(select(PricePlanRule.__table__).where(_R.rule_id == rule_id))
        if not found:
            raise UserError(N_("This price rule is gone."), code="gone")
        row = _stored(values)
        if "min_margin" in row:
            row["min_margin"] = row["min_margin"] or Decimal(0)
        _check(tx, {**found[0]._mapping, **row}, rule_id)  # noqa: SLF001 - SQLAlchemy's public name of a row's columns
        changed += tx.update(PricePlanRule, rule_id, **row)
    return changed


@action("promotion.edit", N_("Remove price rules"), undoable=True)
def remove_plan_rules(tx: Tx, rule_ids: Sequence[int]) -> int:
    """Take rules out of the plan; promotions that were made of them stay. Returns how many."""
    for rule_id in rule_ids:
        tx.delete(PricePlanRule, rule_id)
    tx.say(N_("Remove {count} price rules"), count=len(rule_ids))
    return len(rule_ids)


@action("promotion.edit", N_("Make promotions of the price plan"), undoable=True)
def promote_plan(tx: Tx, rule_id: int | None = None) -> list[int]:
    """Draft promotions, from today on, of what the plan proposes by one rule, or by all; returns their ids.

    A rule gives one for the SKUs that it lowers in full, and one for each price at which the floor holds.
    """
    parts: dict[tuple[int, int], list[Proposed]] = defaultdict(list)
    for one in fetch_plan(tx):
        if one.new_price is not None and one.new_price < one.price and rule_id in {None, one.rule.rule_id}:
            parts[one.rule.rule_id, one.new_price if one.stands is Stands.HELD else 0].append(one)
    if not parts:
        raise UserError(N_("The plan lowers no price today."), code="nothing")
    made = [_draft(tx, price, found) for (_rule, price), found in sorted(parts.items())]
    tx.say(N_("Make {count} promotions of the price plan"), count=len(made))
    return made


def _draft(tx: Tx, held_at: int, found: Sequence[Proposed]) -> int:
    """A draft for SKUs of one rule: its share off, or the one price at which the floor holds."""
    rule = found[0].rule
    starts, ends = moments_of(tx.today, rule.last_on, tx.zone)
    fixed = Decimal(held_at) / MONEY_SCALE
    tier = {"fixed_price": fixed} if held_at else {"off_rate": Decimal(rule.off_rate) / RATE_SCALE}
    kind = PromotionKind.FIXED_PRICE if held_at else PromotionKind.PERCENT_OFF
    promotion_id = add_promotion(tx, {
        "title": f"{rule.title} · {fixed.normalize():f}" if held_at else rule.title, "state": State.DRAFT.value,
        "kind": (PromotionKind.MEMBER_PRICE if rule.kind is RuleKind.MEMBER else kind).value,
        "level": "item", "starts_at": starts, "ends_at": ends, "tiers": tier_words([tier]),
        "groups": rule.group if rule.kind is RuleKind.MEMBER else "",
    })  # fmt: skip
    for one in found:
        tx.insert(
            PromotionScope, promotion_id=promotion_id, kind=ScopeKind.SKU.value, sku_id=one.shelf.sku_id,
            is_excluded=False,
        )  # fmt: skip
    return promotion_id


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - _COLUMNS
    if unknown:
        raise UserError(N_("This cannot be edited here."), code="not_editable")
    return {name: (value.strip() or None) if isinstance(value, str) else value for name, value in values.items()}


def _check(tx: Tx, row: Mapping[str, Any], rule_id: int) -> None:
    """UserError where a rule makes no sense."""
    if not row["title"]:
        raise UserError(N_("A price rule needs a name."), code="required")
    if tx.scalar(select(_R.rule_id).where(_R.title == row["title"], _R.rule_id != rule_id)) is not None:
        raise UserError(N_("There is a price rule {title} already."), code="exists", title=row["title"])
    if row["kind"] not in set(RuleKind):
        raise UserError(N_("A price rule needs a kind."), code="required")
    if row["off_rate"] is None or not 0 < row["off_rate"] < 1:
        raise UserError(N_("A price rule takes off more than nothing and less than all."), code="rate")
    if not 0 <= row["min_margin"] < 1:
        raise UserError(N_("The least margin lies from 0 to below 100 %."), code="rate")
    if row["first_on"] and row["last_on"] and row["last_on"] < row["first_on"]:
        raise UserError(N_("A price rule ends after it has started."), code="backwards")
    _check_kind(row)


def _check_kind(row: Mapping[str, Any]) -> None:
    is_clearance = row["kind"] == RuleKind.CLEARANCE.value
    if is_clearance and row["older_than"] is None and row["cover_over"] is None:
        raise UserError(N_("A step of clearance says how old pieces are, or for how long they last."), code="required")
    if row["older_than"] is not None and row["older_than"] not in AGES:
        ages = ", ".join(map(str, AGES))
        raise UserError(N_("Ages are {ages} days, as the stock plan tells them."), code="age", ages=ages)
    if row["cover_over"] is not None and row["cover_over"] < 0:
        raise UserError(N_("A limit cannot be below zero."), code="negative")
    if (row["kind"] == RuleKind.MEMBER.value) is not bool(row["group_name"]):
        raise UserError(N_("A price for members names a group of customers, and no other rule does."), code="group")


def _share(one: Proposed) -> Decimal | None:
    if one.margin is None or not one.new_price:
        return None
    return (Decimal(one.margin) / one.new_price).quantize(Decimal("0.0001"))


def _money(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount) / MONEY_SCALE
