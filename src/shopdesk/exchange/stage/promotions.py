"""What the store knows of a staged list of promotions: by number, else by title and start; and what it refuses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.promotions.checks import USUAL_LEVELS, check_facts, check_level, check_tiers
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.promotions.rules import Level, PromotionKind, moments_of
from shopdesk.shop.promotions.scopes import COLUMNS, coupon_rows, named, scope_rows
from shopdesk.shop.promotions.sheets import PROMOTION_FILE
from shopdesk.shop.promotions.tiers import parse_tiers, tier_words
from shopdesk.store.rows import fetch_page
from shopdesk.store.tables import Promotion
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

_KEYS: Final = [column.key for column in PROMOTION_ROWS.sheet.columns]
_LAST: Final = (time(23, 59), time(23, 59, 59))
"""How lists write the last moment of a day."""


def compare_promotions(tx: Tx, staged: Staged) -> None:
    """New promotions, and those of which the file says something else; what it leaves blank stays."""
    known = _known(tx)
    stored = stored_promotions(tx, known.values())
    for item in staged.items:
        told = told_promotion(tx, item)
        item.target = known.get(told.get("promotion_no")) or known.get((told["title"], told["starts_at"])) or 0
        before = stored.get(item.target, {})
        item.changes = tuple(key for key, value in told.items() if before and not _same(key, value, before[key]))
        item.outcome = Outcome.NEW if not before else Outcome.CHANGED if item.changes else Outcome.SAME
        refused = _refused(tx, {**before, **told}) if item.outcome is not Outcome.SAME else None
        if refused:
            key, error = refused
            raw = str(told.get(key) or "")
            said = problem(staged.plan, PROMOTION_FILE, key, item.row, raw, error.message, error.values)
            staged.report(replace(said, for_now=True))


def told_promotion(tx: Tx, item: Item) -> dict[str, Any]:
    """What a row says, as the columns of the list of promotions; its last day is made the end."""
    told = {key: outside(PROMOTION_FILE.column(key), value) for key, value in item.values.items()}
    last = told.pop("last_on", None)
    if last is not None and told.get("ends_at") is None:
        told["ends_at"] = moments_of(last, last, tx.zone)[1]
    if told.get("ends_at") is not None:
        told["ends_at"] = _whole(told["ends_at"], tx)
    return told


def stored_promotions(tx: Tx, promotion_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Promotion → its row of the list, tiers and channels as people read them."""
    ids = sorted(set(promotion_ids))
    made = {}
    for promotion_id, row in zip(ids, fetch_page(tx, PROMOTION_ROWS, ids), strict=True):
        spoken = {key: PROMOTION_ROWS.spoken.get(key) for key in _KEYS}
        made[promotion_id] = {
            key: value if value is None or (speak := spoken[key]) is None else speak(value, row)
            for key, value in zip(_KEYS, row, strict=True)
        }
    return made


def told_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → field → what the store has, in stored units."""
    images = {image["promotion_id"]: image for image in tx.images(Promotion, "promotion_id", [i.target for i in items])}
    parts = ("tiers", "coupons", *COLUMNS)
    told = stored_promotions(tx, images)
    return {item.row: {**images[item.target], **{key: told[item.target][key] for key in parts}} for item in items}


def _known(tx: Tx) -> dict[Any, int]:
    """Number, and title with start → promotion_id."""
    names = (Promotion.promotion_id, Promotion.promotion_no, Promotion.title, Promotion.starts_at)
    found: dict[Any, int] = {}
    for promotion_id, number, title, starts_at in tx.rows(select(*names).order_by(Promotion.promotion_id)):
        found[number] = found[title, starts_at] = promotion_id
    return found


def _whole(ends_at: datetime, tx: Tx) -> datetime:
    """Midnight where a list writes the last minute or second of a day."""
    local = ends_at.astimezone(tx.zone)
    if local.time() not in _LAST:
        return ends_at
    return ends_at + (timedelta(minutes=1) if local.second == 0 else timedelta(seconds=1))


def _same(key: str, told: Any, stored: Any) -> bool:
    if key == "tiers" and told:
        try:
            return tier_words(parse_tiers(told)) == str(stored or "")
        except UserError:
            return False
    if key in COLUMNS or key == "coupons":
        titles = key in {"products", "categories", "groups"}
        return set(named(told or "", titles=titles)) == set(named(stored or "", titles=titles))
    return bool(told == stored)


def _refused(tx: Tx, row: Mapping[str, Any]) -> tuple[str, UserError] | None:
    """The first column that the shop refuses, and why."""
    kind = PromotionKind(row["kind"])
    level = Level(row.get("level") or USUAL_LEVELS.get(kind, Level.ITEM))
    checks: Sequence[tuple[str, Any]] = (
        ("ends_at", lambda: check_facts(row)),
        ("level", lambda: check_level(kind, level)),
        ("tiers", lambda: check_tiers(kind, parse_tiers(row.get("tiers") or ""))),
        *((key, lambda key=key: scope_rows(tx, key, row.get(key) or "")) for key in COLUMNS),
        ("coupons", lambda: coupon_rows(row.get("coupons") or "")),
    )
    for key, check in checks:
        try:
            check()
        except UserError as error:
            return key, error
    return None
