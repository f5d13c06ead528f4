"""What an order that the store has becomes by what a file says of it: plain values in, plain values out.

A file says only what it has columns for. An order list speaks for an order's money, an item list for its lines; the
order comes to the same whichever of them comes first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.lines import Line
from shopdesk.exchange.stage.money import spread_over, sum_lines
from shopdesk.exchange.stage.owed import Claim, owed
from shopdesk.exchange.stage.staged import Order, Update
from shopdesk.shop.money import allocate
from shopdesk.shop.orders.rules import RANK, SOLD, LineKind, OrderState
from shopdesk.store.types import QUANTITY_SCALE

PLAIN: Final = {
    "carrier": "carrier", "waybill": "waybill", "seller_note": "note", "closed_reason": "closed_reason",
    "country": "country", "currency": "currency", "platform_discount": "platform_discount", "ship_by": "ship_by",
    "coupon_code": "coupon_codes",
}  # fmt: skip
"""Order fields of a file that are kept as they are → their columns."""
MOMENTS: Final = ("placed_at", "paid_at", "shipped_at", "completed_at")
ADDRESS: Final = ("recipient", "phone", "address", "region", "city", "buyer_note")
LINES: Final = "lines"
"""Among the changes, but no field of a file: the number of product lines."""
_MONEY: Final = {"total": "order_total", "shipping": "shipping", "tax": "tax"}
"""Column of an order → the field that tells a person of its change."""
_SAID: Final = ("told_refund", "guessed_refund")

Image = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """An order as the store has it: images of its row and of its lines."""

    image: Image
    lines: Sequence[Image]
    has_address: bool
    edited: frozenset[str]
    """Columns that a person set by hand: what a person said, no file takes back."""
    claims: Sequence[Claim] = ()
    """What lists of refunds say was given back on it."""
    home: str = ""
    """The shop's currency."""

    @property
    def is_told(self) -> bool:
        """Whether a list of orders has spoken for it; else it is known by item lists alone."""
        return self.image["fingerprint"] is not None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The shop's days."""

    day: Callable[[int], str]
    """Seconds UTC → ISO day."""
    today: str


def merge(order: Order, stored: Stored, plan: Plan, skus: Mapping[str, int], calendar: Calendar) -> Update:
    """What the file changes; `skus`: code or barcode → sku_id, for those that the shop knows."""
    made = Update(was_sold_on=stored.image["sold_on"])
    details = plan.partial and stored.is_told
    _take_words(order, stored, details, made)
    if tells_state(plan):
        _take_state(order, stored, details, made, by_word="state" in plan.columns)
    _take_lines(order, stored, plan, skus, made)
    _take_rate(order, stored, plan, made)
    _take_day(stored, plan, calendar, made)
    _take_refund(order, stored, made)
    return made


def tells_state(plan: Plan) -> bool:
    """Whether the file says how far orders are."""
    return any(key in plan.columns for key in ("state", "paid_at", "completed_at", "shipped_at"))


def waits(plan: Plan) -> bool:
    """Whether orders of this file are not booked before their order list comes: it does not say when they were paid."""
    return plan.partial and "paid_at" not in plan.columns


def told_platform_discount(fields: Mapping[str, Any]) -> int:
    """What the platform bears, as a positive amount."""
    return abs(int(fields.get("platform_discount") or 0))


def _take_words(order: Order, stored: Stored, details: bool, made: Update) -> None:
    fields, image = order.fields, stored.image
    for key, name in {**{name: name for name in MOMENTS}, **PLAIN}.items():
        if fields.get(key) is None or name in stored.edited or (details and image[name] is not None):
            continue
        if order.by_number and key == "placed_at" and image[name] is not None:
            continue  # a number tells the day at best; the store knows the time
        value = told_platform_discount(fields) if name == "platform_discount" else fields[key]
        if value != image[name]:
            made.columns[name] = value
            made.changes.append(key)
    if image["customer_id"] is None and fields.get("customer_no"):
        made.customer_no = fields["customer_no"]
        made.changes.append("customer_no")
    told = [key for key in ADDRESS if fields.get(key)]
    if told and not stored.has_address:
        made.has_address = True
        made.changes.append(told[0])


def _take_state(order: Order, stored: Stored, details: bool, made: Update, *, by_word: bool) -> None:
    """`by_word`: the file has a status; one that has only times says how far an order was at least."""
    said, known = OrderState(order.state), OrderState(stored.image["state"])
    if said is known:
        return
    behind = RANK[said] < RANK[known]
    if behind and not by_word:
        return
    if details and (behind or said is OrderState.CANCELLED):
        return  # an item list says "closed" of an order that was refunded too; the order list knows which
    made.backwards = behind
    made.columns["state"] = said.value
    made.changes.append("state")


# --------------------------------------------------------------------------------------------------------------- money


def _take_lines(order: Order, stored: Stored, plan: Plan, skus: Mapping[str, int], made: Update) -> None:
    told = _lines(order, stored, plan)
    if told is None:
        return
    lines, tax = told
    pairs, gone = _paired(lines, stored.lines, skus)
    image = stored.image
    changed = bool(gone) or any(not line_id or not _equal(line, before) for line_id, line, _told, before in pairs)
    if not changed and tax == image["tax"]:
        return
    money = sum_lines([line for _id, line, _told, _before in pairs], tax) | {"tax": tax}
    made.columns |= {name: amount for name, amount in money.items() if amount != image[name]}
    made.changes += [key for name, key in _MONEY.items() if name in made.columns]
    if changed:
        made.lines = [(line_id, line, told) for line_id, line, told, _before in pairs]
        if not any(name in made.columns for name in _MONEY) or _goods(made.lines, stored.lines):
            made.changes.append(LINES)


def _lines(order: Order, stored: Stored, plan: Plan) -> tuple[list["_Told"], int] | None:
    """All lines that the order should have, and its tax; None where the file does not say."""
    image = stored.image
    postage = [_Told(line_of(one), one, False) for one in stored.lines if _is_postage(line_of(one))]
    if plan.partial:
        if not order.priced and any(one["sku_id"] or one["code"] for one in stored.lines):
            return None  # the store knows what was ordered, and this list knows no more than that
        lines = [replace(line) for line in order.lines]
        if not stored.is_told:
            return [_Told(line, None, True) for line in lines], order.tax
        target = image["total"] - image["tax"] - sum(kept.line.amount for kept in postage)
        if not order.priced and (goods := _products(lines)):
            _price(goods, target)
        _bring(lines, target)
        return [*(_Told(line, None, True) for line in lines), *postage], image["tax"]
    if not order.priced:
        return None
    if any(line.sku or line.barcode or line.title for line in _products(order.lines)) or not any(
        one["kind"] == LineKind.PRODUCT and (one["sku_id"] or one["code"] or one["title"]) for one in stored.lines
    ):
        return [_Told(line, None, True) for line in order.lines], order.tax
    return _with_money_of(order, stored), order.tax


def _with_money_of(order: Order, stored: Stored) -> list["_Told"]:
    """The lines that the store knows, brought to what the order list says they come to."""
    ours = [_Told(line_of(one), one, False) for one in stored.lines if not _is_postage(line_of(one))]
    theirs = [line for line in order.lines if _is_postage(line)]
    target = sum(line.amount for line in order.lines if not _is_postage(line))
    if target != sum(kept.line.amount for kept in ours):
        for line in _products(kept.line for kept in ours):
            line.amount, line.discount = line.amount + line.discount, 0
        _bring([kept.line for kept in ours], target)
    return [*ours, *(_Told(line, None, True) for line in theirs)]


def _is_postage(line: Line) -> bool:
    """Whether a line is what an order list says of shipping, and no item that somebody ordered ("extra postage")."""
    return line.kind == LineKind.SHIPPING and not line.title and not line.sku


def _bring(lines: Sequence[Line], target: int) -> None:
    """Make lines come to `target`: by a discount on the goods, or by the first charge where there are none."""
    goods = _products(lines)
    rest = sum(line.amount for line in lines) - sum(line.amount for line in goods)
    if goods:
        spread_over(goods, target - rest)
    elif lines:
        lines[0].amount += target - rest


def _price(goods: Sequence[Line], target: int) -> None:
    """Share an amount over goods of which no list says the price, by their pieces."""
    for line, share in zip(goods, allocate(target, [abs(line.quantity) for line in goods]), strict=True):
        line.amount = share
        line.unit_price = round(share * QUANTITY_SCALE / line.quantity) if line.quantity else share


def _products(lines: Any) -> list[Line]:
    return [line for line in lines if line.kind == LineKind.PRODUCT]


@dataclass(slots=True)
class _Told:
    """A line, the one of the store that it is (None: to be found), and whether the file tells it."""

    line: Line
    image: Image | None
    by_file: bool


_Pair = tuple[int, Line, bool, Image | None]


def _paired(told: Sequence[_Told], images: Sequence[Image], skus: Mapping[str, int]) -> tuple[list[_Pair], list[Image]]:
    """Each line with the line of the store that it is or becomes; and those of the store that are gone.

    A line keeps its number where the same goods stand in it, so that what it moved still belongs to it.
    """
    free: dict[tuple[Any, ...], list[Image]] = {}
    known = {id(one.image) for one in told if one.image is not None}
    for image in images:
        if id(image) not in known:
            free.setdefault(_same_goods(image, skus), []).append(image)
    for exact in (True, False):
        for one in told:
            if one.image is None and (found := free.get(_same_goods(one.line, skus))):
                place = next((n for n, image in enumerate(found) if _equal(one.line, image)), None if exact else 0)
                if place is not None:
                    one.image = found.pop(place)
    pairs = [(one.image["line_id"] if one.image else 0, one.line, one.by_file, one.image) for one in told]
    return pairs, [image for found in free.values() for image in found]


def sku_of(kind: str, code: str | None, barcode: str | None, skus: Mapping[str, int]) -> int | None:
    """The SKU of a line of goods, by its code or else its barcode."""
    if kind != LineKind.PRODUCT:
        return None
    return skus.get(code or "") or skus.get(barcode or "")


def _same_goods(line: Line | Image, skus: Mapping[str, int]) -> tuple[Any, ...]:
    if isinstance(line, Line):
        sku_id = sku_of(line.kind, line.sku, line.barcode, skus)
        kind, code, title = str(line.kind), line.sku, line.title
    else:
        sku_id, kind, code, title = line["sku_id"], line["kind"], line["code"], line["title"]
    if sku_id:
        return kind, sku_id
    return kind, code, None if code else title


def _equal(line: Line, image: Image | None) -> bool:
    return image is not None and all(
        getattr(line, name) == image[name] for name in ("quantity", "unit_price", "discount", "amount")
    )


def _goods(lines: Sequence[tuple[int, Line, bool]], images: Sequence[Image]) -> bool:
    """Whether goods came, went, or changed in number."""
    before = {image["line_id"]: image["quantity"] for image in images if image["kind"] == LineKind.PRODUCT}
    after = [(line_id, line.quantity) for line_id, line, _told in lines if line.kind == LineKind.PRODUCT]
    return len(after) != len(before) or any(before.get(line_id) != quantity for line_id, quantity in after)


def line_of(image: Image) -> Line:
    """A line of the store as a line of a file."""
    return Line(
        image["source_row"] or 0, image["kind"], image["code"], None, image["title"], image["option"],
        image["channel_line_no"], image["quantity"], image["unit_price"], image["discount"], image["amount"],
    )  # fmt: skip


def _take_rate(order: Order, stored: Stored, plan: Plan, made: Update) -> None:
    """The order's total in its own currency and the rate, where the file speaks for the whole of its money."""
    image = stored.image
    if order.fields.get("currency") is None or not order.priced or (plan.partial and stored.is_told):
        return
    told = {"rate": order.rate or None, "own_total": order.own_total}
    made.columns |= {name: value for name, value in told.items() if value != image[name]}
    if "own_total" in made.columns and "order_total" not in made.changes:
        made.changes.append("order_total")  # less than a coin of the shop's, and a change all the same


# ---------------------------------------------------------------------------------------------------- days and refunds


def sold_on(fields: Mapping[str, Any], calendar: Calendar) -> str:
    """The shop's day of a sale: by payment, else by the order, else (where no file has told) today."""
    told = (fields.get(name) for name in ("paid_at", "placed_at", "shipped_at", "completed_at"))
    moment = next((found for found in told if found is not None), None)
    return calendar.today if moment is None else calendar.day(moment)


def refunded_on(fields: Mapping[str, Any], sold: str, calendar: Calendar) -> str:
    """The day of a refund that carries none: when the order was completed, else that of its sale."""
    return calendar.day(fields["completed_at"]) if fields.get("completed_at") is not None else sold


def _take_day(stored: Stored, plan: Plan, calendar: Calendar, made: Update) -> None:
    after = {**stored.image, **made.columns}
    day = after["sold_on"]
    if OrderState(after["state"]) not in SOLD:
        day = None
    elif day is None and (stored.is_told or not waits(plan)):
        day = sold_on(after, calendar)
    if day != stored.image["sold_on"]:
        made.columns["sold_on"] = day
        made.changes = made.changes or ["order_total"]  # it enters the books, though nothing else is new


def _take_refund(order: Order, stored: Stored, made: Update) -> None:
    """What a list tells was given back grows, never shrinks; what is no sale has none."""
    image = stored.image
    after = {**image, **made.columns}
    told, guess = (0, order.refund) if order.guessed else (order.refund, 0)
    told, guess = max(told, image["told_refund"] or 0), max(guess, image["guessed_refund"] or 0)
    if after["state"] == OrderState.REFUNDED and not (told or guess):
        guess = after["total"]
    said = {"told_refund": told or None, "guessed_refund": guess or None} if after["sold_on"] else dict.fromkeys(_SAID)
    said["refunded"] = owed({**after, **said}, stored.claims, stored.home).total
    changed = {name: amount for name, amount in said.items() if amount != image[name]}
    if changed:
        made.columns |= changed
        made.changes.append("refund_amount")
