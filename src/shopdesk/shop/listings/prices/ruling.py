"""The shop's pricing rules: read, added, edited and taken out."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.shop.catalog.reports import channel_titles, find_channel_id
from shopdesk.shop.listings.prices.rules import PriceRuling, RuleKind, read_ending
from shopdesk.shop.listings.prices.sheets import PRICING_RULES
from shopdesk.store.action import action
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.rows import Query, RowSource, fetch_first, spoken_title
from shopdesk.store.tables import Channel, PriceRule, Product
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE, WHOLE
from shopdesk.text import N_, UserError, _

_R, _C = PriceRule.__table__.c, Channel.__table__.c
_SHARES: Final = ("markup", "floor_margin")
_PLACE: Final = [column.key for column in PRICING_RULES.columns].index("channel")
_ALL: Final = 10_000
_MOST: Final = 100
_COLUMNS: Final = frozenset(column.key for column in PRICING_RULES.columns)

PRICING_RULE_ROWS: Final = RowSource(
    sheet=PRICING_RULES,
    origin=PriceRule.__table__.outerjoin(Channel.__table__, _C.channel_id == _R.channel_id),
    row_id=_R.price_rule_id,
    values={
        **{key: _R[key] for key in ("title", "kind", "category", "ending")},
        "floor_margin": type_coerce(_R.floor_margin, WHOLE) // (RATE_SCALE // SHARE_SCALE),
        "factor": type_coerce(type_coerce(_R.markup, WHOLE) + RATE_SCALE, _R.markup.type),
        "channel": _C.title,
    },
    search=(_R.title, _R.category),
    order=(("title", False),),
    spoken={"channel": spoken_title},
)
"""Every pricing rule."""


def fetch_price_rules(tx: Tx) -> list[PriceRuling]:
    """The rules as the desk has them."""
    shares = [type_coerce(_R[key], WHOLE).label(f"{key}_whole") for key in _SHARES]
    return [
        PriceRuling(
            row.price_rule_id, row.title, RuleKind(row.kind), row.category, row.channel_id, row.markup_whole or 0,
            row.ending or "", row.floor_margin_whole or 0,
        )
        for row in tx.rows(select(PriceRule.__table__, *shares).order_by(_R.price_rule_id))
    ]  # fmt: skip


def fetch_rule_values(tx: Tx) -> dict[int, dict[str, Any]]:
    """Rule id → its cells by column, by name."""
    keys = [column.key for column in PRICING_RULES.columns]
    made = {}
    for rule_id, row in fetch_first(tx, PRICING_RULE_ROWS, Query(), _ALL):
        channel = None if row[_PLACE] is None else spoken_title(row[_PLACE], row)
        made[rule_id] = dict(zip(keys, row, strict=True)) | {"channel": channel}
    return made


def find_price_rules(tx: Tx, titles: Collection[str]) -> dict[str, int]:
    """Title → rule id, of those titles that there are."""
    rows = tx.rows(select(_R.title, _R.price_rule_id))
    return {title: rule_id for title, rule_id in rows if title in titles}


def fetch_scopes(tx: Tx) -> tuple[list[str], list[str]]:
    """Channels, as they are spoken of, and categories that a rule can be of."""
    category = Product.__table__.c.category
    categories = tx.scalars(select(category).where(category.is_not(None)).distinct().order_by(category))
    return [_(title) for title in channel_titles(tx).values()], categories


@action("catalog.edit", N_("Add a pricing rule"), undoable=True)
def add_price_rule(tx: Tx, values: Mapping[str, Any]) -> int:
    """Add a rule of the values of the sheet's columns; returns its id."""
    row = {"title": None, "kind": None, "ending": None, "markup": None, "floor_margin": None, **_stored(tx, values)}
    _check(tx, row, 0)
    tx.say(N_("Add pricing rule {title}"), title=row["title"])
    return tx.insert(PriceRule, **row)


@action("catalog.edit", N_("Edit pricing rules"), undoable=True)
def edit_price_rules(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of rules as one step of undo: (rule id, column, value). Returns how many rules became different."""
    by_rule: dict[int, dict[str, object]] = {}
    for rule_id, name, value in edits:
        by_rule.setdefault(rule_id, {})[name] = value
    changed = 0
    for rule_id, values in by_rule.items():
        found = tx.rows(select(PriceRule.__table__).where(_R.price_rule_id == rule_id))
        if not found:
            raise UserError(N_("This pricing rule is gone."), code="gone")
        row = _stored(tx, values)
        _check(tx, {**found[0]._mapping, **row}, rule_id)  # noqa: SLF001 - SQLAlchemy's public name of a row's columns
        changed += tx.update(PriceRule, rule_id, **row)
    return changed


@action("catalog.edit", N_("Remove pricing rules"), undoable=True)
def remove_price_rules(tx: Tx, rule_ids: Sequence[int]) -> int:
    """Take rules out; prices that they found stay. Returns how many."""
    for rule_id in rule_ids:
        tx.delete(PriceRule, rule_id)
    tx.say(N_("Remove {count} pricing rules"), count=len(rule_ids))
    return len(rule_ids)


def _stored(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    if values.keys() - _COLUMNS:
        raise UserError(N_("This cannot be edited here."), code="not_editable")
    told: dict[str, Any] = {
        name: (value.strip() or None) if isinstance(value, str) else value for name, value in values.items()
    }
    if "factor" in told:
        factor = told.pop("factor")
        told["markup"] = None if factor is None else factor - 1
    if "channel" in told:
        channel = told.pop("channel")
        told["channel_id"] = find_channel_id(tx, channel) if channel else None
        if channel and told["channel_id"] is None:
            raise UserError(N_("There is no channel {name}."), code="channel", name=channel)
    return told


def _check(tx: Tx, row: Mapping[str, Any], rule_id: int) -> None:
    """UserError where a rule makes no sense."""
    if not row["title"]:
        raise UserError(N_("A pricing rule needs a name."), code="required")
    if tx.scalar(select(_R.price_rule_id).where(_R.title == row["title"], _R.price_rule_id != rule_id)) is not None:
        raise UserError(N_("There is a pricing rule {title} already."), code="exists", title=row["title"])
    if row["kind"] not in set(RuleKind):
        raise UserError(N_("A pricing rule needs a kind."), code="required")
    if row["ending"]:
        read_ending(row["ending"])
    elif row["kind"] == RuleKind.ENDING:
        raise UserError(N_("Say how prices are to end."), code="ending")
    if row["kind"] == RuleKind.COST and row["markup"] is None:
        raise UserError(N_("Say how many times the cost the price is."), code="factor")
    if row["markup"] is not None and not -1 < row["markup"] <= _MOST:
        raise UserError(
            N_("A price is more than nothing, and at most {most} times its basis."), code="factor", most=_MOST
        )
    if row["floor_margin"] is not None and not 0 <= row["floor_margin"] < 1:
        raise UserError(N_("The least margin lies from 0 to below 100 %."), code="rate")
