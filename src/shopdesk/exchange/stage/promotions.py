"""What the store knows of a staged list of promotions: by number, else by title and start; and what it refuses."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.candidates import TWICE
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.promotions.checks import USUAL_LEVELS, check_facts, check_level, check_members, check_tiers
from shopdesk.shop.promotions.coupons import TAKEN, USED
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.promotions.rules import Level, PromotionKind, moments_of
from shopdesk.shop.promotions.scopes import COLUMNS, coupon_rows, find_sku_id, known_groups, named, scope_rows
from shopdesk.shop.promotions.sheets import PROMOTION_FILE
from shopdesk.shop.promotions.tiers import parse_tiers, tier_words
from shopdesk.store.rows import fetch_page
from shopdesk.store.tables import Coupon, CouponUse, Promotion
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_KEYS: Final = [column.key for column in PROMOTION_ROWS.sheet.columns]
_LAST: Final = (time(23, 59), time(23, 59, 59))
"""How lists write the last moment of a day."""
NO_GROUP: Final = N_("No customer is in the group “{name}”.")
_FACTS: Final = {"backwards": "ends_at", "share": "platform_share", "negative": "budget"}
"""What of a promotion makes no sense → the column that says so."""


def compare_promotions(tx: Tx, staged: Staged) -> None:
    """New promotions, and those of which the file says something else; what it leaves blank stays."""
    known, codes, first_of = _known(tx), _Codes(tx), dict[Any, int]()
    stored, groups = stored_promotions(tx, known.values()), known_groups(tx)
    for item in staged.items:
        told = told_promotion(tx, item)
        number, called = told.get("promotion_no"), (told["title"], told["starts_at"])
        item.target = known.get(number) or known.get(called) or 0
        before = stored.get(item.target, {})
        item.changes = tuple(key for key, value in told.items() if before and not _same(key, value, before[key]))
        item.outcome = Outcome.NEW if not before else Outcome.CHANGED if item.changes else Outcome.SAME
        first = first_of.setdefault(item.target or number or called, item.row)
        if first != item.row:
            twice = {"name": number or told["title"], "first": first, "second": item.row}
            _refuse(tx, staged, item, told, "promotion_no" if number else "title", UserError(TWICE, **twice))
        elif item.outcome is not Outcome.SAME:
            owner = item.target or -item.row
            refused = (
                _refused(tx, {**before, **told}) or _unknown_group(tx, groups, told.get("groups"))
                or codes.refuse(tx, owner, told.get("coupons"))
            )  # fmt: skip
            if refused:
                _refuse(tx, staged, item, told, *refused)


class _Codes:
    """Who has which code once the rows so far are written: a promotion, or a row that is to be one, below zero."""

    def __init__(self, tx: Tx) -> None:
        used = set(tx.scalars(select(CouponUse.coupon_id).distinct()))
        self._owners, self._codes, self._used = dict[str, int](), defaultdict[int, set[str]](set), set[str]()
        for coupon_id, promotion_id, code in tx.rows(select(Coupon.coupon_id, Coupon.promotion_id, Coupon.code)):
            self._owners[code.lower()] = promotion_id
            self._codes[promotion_id].add(code.lower())
            if coupon_id in used:
                self._used.add(code.lower())

    def refuse(self, tx: Tx, owner: int, words: str | None) -> tuple[str, UserError] | None:
        """Why these cannot be all the codes that it has; None: now it has them, or the row says nothing of them."""
        if not words:
            return None
        told, before = Counter(row["code"].lower() for row in coupon_rows(tx, words)), self._codes[owner]
        gone = sorted(before - told.keys())
        if used := next((code for code in gone if code in self._used), None):
            return "coupons", UserError(USED, name=used)
        if taken := next((code for code in told if told[code] > 1 or self._owners.get(code, owner) != owner), None):
            return "coupons", UserError(TAKEN, name=taken)
        for code in gone:
            del self._owners[code]
        self._owners |= dict.fromkeys(told, owner)
        self._codes[owner] = set(told)
        return None


def _refuse(tx: Tx, staged: Staged, item: Item, told: Mapping[str, Any], key: str, error: UserError) -> None:
    value = told.get(key)
    raw = f"{value.astimezone(tx.zone):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value or "")
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


def _groups(tx: Tx, row: Mapping[str, Any]) -> list[str]:
    """The groups of customers that it is for."""
    named_in = scope_rows(tx, "groups", row.get("groups") or "")
    return [one["name"] for one in named_in if not one["is_excluded"]]


def _unknown_group(tx: Tx, groups: Collection[str], words: str | None) -> tuple[str, UserError] | None:
    """The first group that the shop has not heard of: misspelt, the promotion would be for nobody."""
    named_in = [row["name"] for row in scope_rows(tx, "groups", words or "")]
    strange = next((name for name in named_in if name.lower() not in groups), None)
    return None if strange is None else ("groups", UserError(NO_GROUP, code="unknown_group", name=strange))


def _refused(tx: Tx, row: Mapping[str, Any]) -> tuple[str, UserError] | None:
    """The first column that the shop refuses, and why."""
    kind = PromotionKind(row["kind"])
    level = Level(row.get("level") or USUAL_LEVELS.get(kind, Level.ITEM))
    words = row.get("tiers") or ""
    checks: Sequence[tuple[str, Any]] = (
        ("", lambda: check_facts(row)),
        ("level", lambda: check_level(kind, level)),
        ("tiers", lambda: check_tiers(kind, parse_tiers(words))),
        ("tiers", lambda: [find_sku_id(tx, str(told["gift"])) for told in parse_tiers(words) if "gift" in told]),
        *((key, lambda key=key: scope_rows(tx, key, row.get(key) or "")) for key in COLUMNS),
        ("coupons", lambda: coupon_rows(tx, row.get("coupons") or "")),
        ("groups", lambda: check_members(kind, level, _groups(tx, row), parse_tiers(words))),
    )
    for key, check in checks:
        try:
            check()
        except UserError as error:
            return key or _FACTS.get(error.code, "title"), error
    return None
