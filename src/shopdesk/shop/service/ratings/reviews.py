"""Reviews: every one with what it is tied to, answered and judged, made a case, and what the low ones are about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Text, case, cast, func, null, select

from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.ratings.rules import LOW, Aspect
from shopdesk.shop.service.ratings.sheets import REVIEWS
from shopdesk.shop.service.rules import CaseKind, Priority
from shopdesk.store.action import action
from shopdesk.store.rows import RowSource, fetch_page, spoken_title
from shopdesk.store.tables import (
    Channel,
    Customer,
    CustomerContact,
    Listing,
    Product,
    Review,
    SalesOrder,
    ServiceCase,
    Sku,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

Edit = tuple[int, str, Any]
"""Row id, column, new value."""
CAUSE_DAYS: Final = 90
_TITLE: Final = 60
"""Characters of a review that make the title of its case."""
_R: Final = Review.__table__.c
_NEVER: Final = 9
"""More than any stars: what was not given does not make a review low."""
LOWEST: Final = case(
    *[
        (
            (func.coalesce(_R[one], _NEVER) <= func.coalesce(_R[other], _NEVER))
            & (func.coalesce(_R[one], _NEVER) <= func.coalesce(_R[third], _NEVER)),
            _R[one],
        )
        for one, other, third in (
            (Aspect.DESCRIBED, Aspect.SERVICE, Aspect.LOGISTICS),
            (Aspect.SERVICE, Aspect.DESCRIBED, Aspect.LOGISTICS),
        )
    ],
    else_=_R[Aspect.LOGISTICS],
)
"""The fewest stars that a review gives."""
REVIEW_ROWS: Final = RowSource(
    sheet=REVIEWS,
    origin=Review.__table__.outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _R.channel_id)
    .outerjoin(SalesOrder.__table__, SalesOrder.__table__.c.order_id == _R.order_id)
    .outerjoin(CustomerContact.__table__, CustomerContact.__table__.c.customer_id == _R.customer_id)
    .outerjoin(Customer.__table__, Customer.__table__.c.customer_id == _R.customer_id)
    .outerjoin(Listing.__table__, Listing.__table__.c.listing_id == _R.listing_id)
    .outerjoin(ServiceCase.__table__, ServiceCase.__table__.c.case_id == _R.case_id)
    .outerjoin(Sku.__table__, Sku.__table__.c.sku_id == _R.sku_id),
    row_id=_R.review_id,
    values={
        **{column.key: _R[column.key] for column in REVIEWS.columns if column.key in _R},
        "least": LOWEST,
        "stands": cast(
            case((_R.replied_at.is_not(None), "answered"), (LOWEST <= LOW, "low"), else_="waits"), Text()
        ),
        "channel": Channel.__table__.c.title,
        "order_no": SalesOrder.__table__.c.order_no,
        "sku": Sku.__table__.c.code,
        "listing_no": Listing.__table__.c.listing_no,
        "customer": func.coalesce(CustomerContact.__table__.c.name, Customer.__table__.c.customer_no),
        "case_no": ServiceCase.__table__.c.case_no,
    },
    search=(_R.text, _R.cause, SalesOrder.__table__.c.order_no, Sku.__table__.c.code),
    order=(("written_at", True),),
    spoken={"channel": spoken_title},
)  # fmt: skip
"""Every review, the latest first."""


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What is known of one review: its columns by key, and what the fields of a quick reply stand for."""

    review_id: int
    row: dict[str, Any]
    case_id: int | None
    customer_id: int | None
    values: dict[str, str | None]


def find_review(tx: Tx, review_id: int) -> ReviewFacts | None:
    """Everything of a review; None where it is gone."""
    page = fetch_page(tx, REVIEW_ROWS, [review_id])
    if not page or not page[0]:
        return None
    row = dict(zip((column.key for column in REVIEWS.columns), page[0], strict=True))
    tied = tx.rows(select(_R.case_id, _R.customer_id).where(_R.review_id == review_id))[0]
    return ReviewFacts(review_id, row, tied.case_id, tied.customer_id, _values(tx, row, review_id))


def fetch_causes(tx: Tx, parts: Collection[str] = ("cause", "sku")) -> list[tuple[Any, ...]]:
    """Cells of CAUSES_OF_LOW of the last ninety days, by cause, by SKU or by both; None: not judged, or not known."""
    since = tx.now - timedelta(CAUSE_DAYS)
    by = {"cause": (_R.cause,), "sku": (Sku.code, Product.title)}
    told = {"cause": (null().label("cause"),), "sku": (null().label("code"), null().label("title"))}
    shown = [column for part in by for column in (by[part] if part in parts else told[part])]
    rows = tx.rows(
        select(
            *shown, func.count().label("count"), func.sum(LOWEST).label("stars"), func.max(_R.written_at).label("last")
        )
        .select_from(Review)
        .outerjoin(Sku, Sku.sku_id == _R.sku_id)
        .outerjoin(Product, Product.product_id == Sku.product_id)
        .where(LOWEST <= LOW, _R.written_at > since)
        .group_by(*(column for part in by if part in parts for column in by[part]))
    )  # fmt: skip
    ranked = sorted(rows, key=lambda row: (-row.count, row.cause or "", row.code or ""))
    whole, running, made = sum(row.count for row in ranked), 0, list[tuple[Any, ...]]()
    for row in ranked:
        running += row.count
        shares = (Decimal(row.count) / whole, Decimal(running) / whole)
        mean = (Decimal(int(row.stars)) / row.count).quantize(Decimal("0.01"))
        made.append((*row[:3], row.count, *shares, mean, row.last.astimezone(tx.zone).date()))
    return made


@action("review.edit", N_("Answer reviews"), undoable=True)
def answer_review(tx: Tx, review_id: int, reply: str) -> None:
    """Keep what the shop answered in public, and when; a blank text opens the review again."""
    _review(tx, review_id)
    text = reply.strip() or None
    tx.say(N_("Answer a review") if text else N_("Take back the answer to a review"))
    tx.update(Review, review_id, reply=text, replied_at=tx.now if text else None)


@action("review.edit", N_("Judge the cause of reviews"), undoable=True)
def judge_reviews(tx: Tx, review_ids: Sequence[int], cause: str | None) -> int:
    """Why these reviews are low. Returns how many became different."""
    told = (cause or "").strip() or None
    tx.say(N_("Judge the cause of {count} reviews"), count=len(review_ids))
    return sum(tx.update(Review, review_id, cause=told) for review_id in review_ids)


@action("review.edit", N_("Edit reviews"), undoable=True)
def edit_reviews(tx: Tx, edits: Sequence[Edit]) -> int:
    """Causes as they were typed into cells: (review_id, column, value). Returns how many became different."""
    tx.say(N_("Edit {count} cells of reviews"), count=len(edits))
    for _row_id, key, _value in edits:
        if key != "cause":
            raise KeyError(key)
    return sum(tx.update(Review, row_id, cause=str(value or "").strip() or None) for row_id, _key, value in edits)


@action("case.edit", N_("Open a case of a review"), undoable=True)
def open_review_case(tx: Tx, review_id: int) -> int:
    """A case of a review, with its order, SKU, cause and words; returns its id. A review has one case at most."""
    row = _review(tx, review_id)
    if row.case_id is not None:
        raise UserError(N_("This review has a case already."), code="case")
    low = min((stars for aspect in Aspect if (stars := getattr(row, aspect)) is not None), default=LOW)
    facts: dict[str, Any] = {
        "kind": CaseKind.REVIEW.value, "title": _short(row.text) or row.cause or row.review_no, "said": row.text,
        "reason": row.cause, "order_id": row.order_id, "sku_id": row.sku_id, "customer_id": row.customer_id,
        "channel_id": row.channel_id, "priority": (Priority.HIGH if low < LOW else Priority.NORMAL).value,
    }  # fmt: skip
    case_id: int = open_case(tx, facts)
    tx.update(Review, review_id, case_id=case_id)
    return case_id


def _review(tx: Tx, review_id: int) -> Any:
    found = tx.rows(select(Review.__table__).where(_R.review_id == review_id))
    if not found:
        raise UserError(N_("This review is no longer in the shop."), code="gone")
    return found[0]


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"


def _values(tx: Tx, row: Mapping[str, Any], review_id: int) -> dict[str, str | None]:
    """What the fields of a quick reply stand for; None where nobody knows it."""
    order = tx.rows(
        select(SalesOrder.waybill, SalesOrder.carrier, SalesOrder.summary, SalesOrder.shipped_at)
        .join(Review, Review.order_id == SalesOrder.order_id)
        .where(Review.review_id == review_id)
    )
    told = order[0] if order else None
    shipped = told.shipped_at if told is not None else None
    return {
        "customer": row["customer"], "order": row["order_no"], "channel": row["channel"], "case": row["case_no"],
        "goods": told.summary or None if told is not None else None,
        "waybill": told.waybill or None if told is not None else None,
        "carrier": told.carrier or None if told is not None else None,
        "shipped": shipped.astimezone(tx.zone).date().isoformat() if shipped is not None else None,
        "shop": tx.setting("name", "") or None,
    }  # fmt: skip
