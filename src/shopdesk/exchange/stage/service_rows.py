"""What the store knows of staged reviews, ratings, contacts of care and answers to surveys; and what it refuses."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.refunds import channel_of
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import cell_text, outside
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.columns import Sheet
from shopdesk.shop.service.care.contacts import check_contact
from shopdesk.shop.service.care.sheets import CARE_FILE
from shopdesk.shop.service.ratings.rolling import check_rating_day
from shopdesk.shop.service.ratings.rules import Aspect
from shopdesk.shop.service.ratings.sheets import RATING_FILE, REVIEW_FILE
from shopdesk.shop.service.ratings.surveys import SURVEY_FILE, check_answer, find_answered
from shopdesk.shop.service.ratings.told import check_review, number_of, with_stars
from shopdesk.store.tables import CareContact, Customer, RatingDay, Review, ServiceCase
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

Told = dict[str, Any]
TWICE: Final = N_("{name} stands in the file twice (rows {first} and {second}). Make one row of it.")
NOBODY: Final = N_("The shop has no customer {name} on this channel.")
NO_CASE: Final = N_("The shop has no case of this number or order.")
REVIEW_COMPARED: Final = (*Aspect, "text", "reply", "cause")
RATING_COMPARED: Final = (*Aspect, "ratings")
CONTACT_COMPARED: Final = ("result", "again_on", "note")


def told_row(sheet: Sheet, item: Item) -> Told:
    """What a row says, as values of the sheet's columns."""
    return {key: outside(sheet.column(key), value) for key, value in item.values.items() if value is not None}


# ------------------------------------------------------------------------------------------------------------ reviews


def compare_reviews(tx: Tx, staged: Staged) -> None:
    """New reviews, and those of which the file says something else; a reply that it leaves blank stays."""
    told = _checked(tx, staged, REVIEW_FILE, lambda one: check_review(tx, one))
    ids = {name: find_channel_id(tx, name) or 0 for name in {channel_of(staged, item) for item in staged.items}}
    rows = {row: (ids[channel_of(staged, item)], number_of(one)) for row, (item, one) in told.items()}
    known = dict[Hashable, int]()
    for part in parts(sorted({number for _channel, number in rows.values()})):
        wanted = select(Review.channel_id, Review.review_no, Review.review_id).where(Review.review_no.in_(part))
        known |= {(row[0], row[1]): row[2] for row in tx.rows(wanted)}
    _settle(tx, staged, REVIEW_FILE, "review_no", told, rows, known)
    before = reviews_before(tx, staged.items)
    _compare(staged, before, {row: with_stars(one) for row, (_item, one) in told.items()}, REVIEW_COMPARED)


def reviews_before(tx: Tx, items: Sequence[Item]) -> dict[int, Told]:
    """Row → what the store has of its review."""
    return _before(items, tx.images(Review, "review_id", [item.target for item in items]), "review_id")


# ------------------------------------------------------------------------------------------------------------ ratings


def compare_ratings(tx: Tx, staged: Staged) -> None:
    """New days of a channel, and those that the file says otherwise."""
    told = _checked(tx, staged, RATING_FILE, lambda one: check_rating_day(tx.today, one))
    ids = {name: find_channel_id(tx, name) or 0 for name in {channel_of(staged, item) for item in staged.items}}
    rows = {row: (ids[channel_of(staged, item)], one["seen_on"]) for row, (item, one) in told.items()}
    wanted = select(RatingDay.channel_id, RatingDay.seen_on, RatingDay.rating_day_id)
    known = {(row[0], row[1]): row[2] for row in tx.rows(wanted)}
    _settle(tx, staged, RATING_FILE, "seen_on", told, rows, known)
    before = ratings_before(tx, staged.items)
    _compare(staged, before, {item.row: item.values for item in staged.items}, RATING_COMPARED)


def ratings_before(tx: Tx, items: Sequence[Item]) -> dict[int, Told]:
    """Row → what the store has of its day."""
    return _before(items, tx.images(RatingDay, "rating_day_id", [item.target for item in items]), "rating_day_id")


# ------------------------------------------------------------------------------------------------------------ contacts


def compare_contacts(tx: Tx, staged: Staged) -> None:
    """New contacts, and those that came to something else; rows without a result were not sent yet and are left out."""
    told = {}
    for item in staged.items:
        one = told_row(CARE_FILE, item)
        if one.get("result") is None:
            item.outcome = Outcome.SKIPPED
        else:
            told[item.row] = item, {"contacted_on": tx.today, "rule": "win_back", **one}
    told = {row: one for row, one in told.items() if _is_right(tx, staged, CARE_FILE, *one, _of_today(tx))}
    customers = _customers(tx, staged, told)
    for row, (item, one) in list(told.items()):
        if row not in customers:
            _refuse(tx, staged, CARE_FILE, "customer_no", item, NOBODY, {"name": one["customer_no"]})
            del told[row]
    rows = {row: (customers[row], one["contacted_on"], one["means"]) for row, (_item, one) in told.items()}
    known = dict[Hashable, int]()
    for part in parts(sorted(set(customers.values()))):
        wanted = select(CareContact.__table__).where(CareContact.customer_id.in_(part))
        known |= {(row.customer_id, row.contacted_on, row.means): row.care_contact_id for row in tx.rows(wanted)}
    _settle(tx, staged, CARE_FILE, "customer_no", told, rows, known)
    _compare(staged, contacts_before(tx, staged.items), {row: item.values for row, (item, _one) in told.items()},
             CONTACT_COMPARED)  # fmt: skip


def contacts_before(tx: Tx, items: Sequence[Item]) -> dict[int, Told]:
    """Row → what the store has of its contact."""
    return _before(items, tx.images(CareContact, "care_contact_id", [item.target for item in items]), "care_contact_id")


def _of_today(tx: Tx) -> Callable[[Told], None]:
    return lambda one: check_contact(tx.today, one)


def _customers(tx: Tx, staged: Staged, told: Mapping[int, tuple[Item, Told]]) -> dict[int, int]:
    """Row → its customer, or the one whom that was found to be."""
    found = dict[tuple[int, str], int]()
    for part in parts(sorted({str(one["customer_no"]).strip() for _item, one in told.values()})):
        kept = func.coalesce(Customer.merged_into, Customer.customer_id)
        wanted = select(Customer.channel_id, Customer.customer_no, kept).where(Customer.erased_at.is_(None))
        found |= {(row[0], row[1]): row[2] for row in tx.rows(wanted.where(Customer.customer_no.in_(part)))}
    ids = {name: find_channel_id(tx, name) or 0 for name in {channel_of(staged, item) for item in staged.items}}
    keys = {row: (ids[channel_of(staged, item)], str(one["customer_no"]).strip()) for row, (item, one) in told.items()}
    return {row: found[key] for row, key in keys.items() if key in found}


def customers_told(tx: Tx, staged: Staged) -> dict[int, int]:
    """Row → its customer, of the rows that say what a contact came to."""
    told = {item.row: (item, told_row(CARE_FILE, item)) for item in staged.items if item.outcome is Outcome.NEW}
    return _customers(tx, staged, told)


# ------------------------------------------------------------------------------------------------------------ surveys


def compare_surveys(tx: Tx, staged: Staged) -> None:
    """Answers of cases that had none, and those that say something else now."""
    told = _checked(tx, staged, SURVEY_FILE, check_answer)
    cases = dict(zip(told, find_answered(tx, (one for _item, one in told.values())), strict=True))
    for row, (item, one) in list(told.items()):
        if cases[row] is None:
            key = "case_no" if one.get("case_no") else "order_no"
            _refuse(tx, staged, SURVEY_FILE, key, item, NO_CASE, {})
            del told[row]
    _settle(
        tx, staged, SURVEY_FILE, "case_no", told, cases, {case_id: case_id for case_id in cases.values() if case_id}
    )
    before = surveys_before(tx, staged.items)
    for item in staged.items:
        stored = before.get(item.row, {}).get("score")
        item.changes = ("score",) if stored is not None and stored != item.values["score"] else ()
        item.outcome = Outcome.NEW if stored is None else Outcome.CHANGED if item.changes else Outcome.SAME


def surveys_before(tx: Tx, items: Sequence[Item]) -> dict[int, Told]:
    """Row → the satisfaction that its case has."""
    images = tx.images(ServiceCase, "case_id", [item.target for item in items])
    scores = {image["case_id"]: {"score": image["satisfaction"]} for image in images}
    return {item.row: scores[item.target] for item in items if item.target in scores}


# ------------------------------------------------------------------------------------------------------------ any kind


def _checked(tx: Tx, staged: Staged, sheet: Sheet, check: Callable[[Told], None]) -> dict[int, tuple[Item, Told]]:
    """Row → item and what it says, of the rows that pass; the others are refused."""
    told = {item.row: (item, told_row(sheet, item)) for item in staged.items}
    return {row: one for row, one in told.items() if _is_right(tx, staged, sheet, *one, check)}


def _is_right(tx: Tx, staged: Staged, sheet: Sheet, item: Item, told: Told, check: Callable[[Told], None]) -> bool:
    try:
        check(told)
    except UserError as error:
        _refuse(tx, staged, sheet, error.code, item, error.message, dict(error.values))
        return False
    return True


def _refuse(tx: Tx, staged: Staged, sheet: Sheet, key: str, item: Item, message: str, values: dict[str, Any]) -> None:
    raw = outside(sheet.column(key), item.values.get(key))
    shown = f"{raw.normalize():f}" if isinstance(raw, Decimal) else cell_text(sheet.column(key), tx.zone)(raw)
    told = problem(staged.plan, sheet, key, item.row, shown, message, values)
    staged.report(replace(told, for_now=True))


def _settle(
    tx: Tx, staged: Staged, sheet: Sheet, column: str, told: Mapping[int, tuple[Item, Told]],
    keys: Mapping[int, Hashable], known: Mapping[Any, int],
) -> None:  # fmt: skip
    """Give each row the stored thing that it means; a thing that two rows speak of is refused the second time."""
    seen = dict[Hashable, int]()
    for row, (item, one) in told.items():
        first = seen.setdefault(keys[row], row)
        if first != row:
            said = {"name": str(one.get(column) or one.get("order_no") or row), "first": first, "second": row}
            _refuse(tx, staged, sheet, column, item, TWICE, said)
        item.target = known.get(keys[row], 0)


def _compare(staged: Staged, before: Mapping[int, Told], told: Mapping[int, Told], compared: Sequence[str]) -> None:
    """New, changed or the same; `before` and `told` are in stored units, what is left blank stays."""
    for item in staged.items:
        if item.outcome is Outcome.SKIPPED or item.row not in told:
            continue
        one, stored = told[item.row], before.get(item.row)
        item.changes = tuple(
            str(key) for key in compared if stored is not None and one.get(key) is not None and one[key] != stored[key]
        )
        item.outcome = Outcome.NEW if stored is None else Outcome.CHANGED if item.changes else Outcome.SAME


def _before(items: Sequence[Item], images: Sequence[Mapping[str, Any]], key: str) -> dict[int, Told]:
    found = {image[key]: dict(image) for image in images}
    return {item.row: found[item.target] for item in items if item.target in found}
