"""Which column is which money: by what the figures come to; where two columns would do, by nobody but a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from shopdesk.exchange.figures import SCALE, Rows
from shopdesk.exchange.headers import HeaderRow
from shopdesk.exchange.headings import headers_of
from shopdesk.exchange.likeness import MONEY, TRIMMED, likenesses, says
from shopdesk.shop.columns import Sheet

LINE_FIELDS: Final = frozenset({"line_id", "sku", "title", "quantity", "unit_price", "line_amount", "barcode"})
_WHOLE: Final = ("order_total", "paid_amount", "goods_amount")
_POOL: Final = frozenset({"line_amount", *_WHOLE})
SUMMED: Final = ("shipping", "tax")
"""Fields of an order that may be told line by line, each with its own share."""


@dataclass(slots=True)
class Settled:
    """Fields and their columns, with what was left open."""

    columns: dict[str, int]
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Field of money → the columns that could be it: a person must say which."""


def settle(
    row: HeaderRow, sheet: Sheet, columns: Mapping[str, int], possible: Collection[int], share: int = -1
) -> Settled:
    """The columns with every money that its figures prove or that no other column claims; the rest are doubts.

    `possible`: columns whose cells could be money; `share`: one that says which share of a line is discounted.
    """
    made = _Settling(row, sheet, dict(columns), possible, share)
    if sheet.name == "orders":
        made.settle_lines()
        made.settle_whole()
        made.settle_parts()
        made.doubt_totals()
        made.doubt_prices()
    made.doubt_rivals()
    return Settled(made.columns, made.doubts)


def summed_fields(row: HeaderRow, columns: Mapping[str, int]) -> frozenset[str]:
    """Order-level fields of which each row of an order says a share of its own."""
    rows = Rows(row, columns)
    return frozenset(key for key in SUMMED if key in columns and rows.varies(columns[key]))


class _Settling:
    """The money of a sheet in the making."""

    def __init__(
        self, row: HeaderRow, sheet: Sheet, columns: dict[str, int], possible: Collection[int], share: int
    ) -> None:
        self.share = share
        self.row, self.sheet, self.columns = row, sheet, columns
        self.possible = possible
        self.doubts: dict[str, tuple[str, ...]] = {}
        self.proven: set[str] = set()
        self.rows = Rows(row, columns, share)
        self.pool = [place for place in possible if any(self.likes(place, key) >= TRIMMED for key in _POOL)]

    def likes(self, place: int, key: str) -> float:
        return likenesses(self.row.texts[place], self.sheet.name).get(key, 0.0)

    def take(self, key: str, place: int) -> None:
        """The column is that field, and no other money."""
        for other in [other for other in _POOL if self.columns.get(other) == place]:
            del self.columns[other]
        self.columns[key] = place

    # ---------------------------------------------------------------------------------------------- of a line

    def settle_lines(self) -> None:
        """What a line comes to is pieces times price, less its discount; else what differs within an order."""
        wanted = self.rows.net or self.rows.products
        right = [place for place in self.pool if wanted is not None and self.rows.holds(place, wanted)]
        current = self.columns.get("line_amount")
        if right:
            best = current if current in right else max(right, key=lambda place: self.likes(place, "line_amount"))
            self.take("line_amount", best)
            self.proven |= {"line_amount", "unit_price"}
        elif self._is_before_discount():
            del self.columns["line_amount"]
        elif current is not None and self._is_of_the_order(current) and "order_total" not in self.columns:
            self.take("order_total", current)
        elif current is None:
            self._take_what_differs()
        self._drop_what_differs()

    def _is_before_discount(self) -> bool:
        """Whether what a line comes to has its discount still in it: then pieces, price and discount tell it."""
        place = self.columns.get("line_amount")
        return place is not None and self._is_gross(place)

    def _is_gross(self, place: int) -> bool:
        """Whether a column is pieces times price where a discount comes off that."""
        products, net = self.rows.products, self.rows.net
        if products is None or net is None or self.rows.holds(place, net):
            return False
        return self.rows.holds(place, products)

    def _is_of_the_order(self, place: int) -> bool:
        if self.likes(place, "order_total") < TRIMMED:
            return False
        others = {key for key, at in self.columns.items() if at != place}
        return not LINE_FIELDS & others or self.rows.repeats(place) or self.rows.explains(place, None)

    def _take_what_differs(self) -> None:
        for key in _WHOLE:
            place = self.columns.get(key)
            if place is not None and self.rows.varies(place):
                self.take("line_amount", place)
                return

    def _drop_what_differs(self) -> None:
        """What an order comes to is the same on each of its rows."""
        for key in _WHOLE:
            if key in self.columns and self.rows.varies(self.columns[key]):
                del self.columns[key]

    # ----------------------------------------------------------------------------------------------- of an order

    def settle_whole(self) -> None:
        """What an order comes to is its lines with what comes on top; goods that are not their sum are no goods."""
        line = self.columns.get("line_amount")
        taken = set(self.columns.values()) - {self.columns.get(key) for key in _WHOLE}
        could = [
            place
            for place in self.pool
            if place not in taken
            and self.likes(place, "order_total") >= TRIMMED
            and not self.rows.varies(place)
            and not self._is_gross(place)
        ]
        if "order_total" in self.columns and self._is_gross(self.columns["order_total"]):
            del self.columns["order_total"]
        right = [place for place in could if self.rows.explains(place, line)]
        current = self.columns.get("order_total")
        if current in right or not right:
            best = current
        else:
            best = max(right, key=lambda place: self.likes(place, "order_total"))
        if best is None and could:
            best = max(could, key=lambda place: self.likes(place, "order_total"))
        if best is not None and self._is_goods(best, line):
            self.take("goods_amount", best)
            best = None
        if best is not None:
            self.take("order_total", best)
        if best in right and self._is_sure(line) and not any(self.rows.differ(best, place) for place in right):
            self.proven.add("order_total")
        self._settle_goods(line)

    def _is_goods(self, place: int, line: int | None) -> bool:
        """Whether it is the lines alone, beside a column that has the shipping with them: that one is what was paid."""
        paid, shipping = self.columns.get("paid_amount"), self.columns.get("shipping")
        if paid is None or paid == place or shipping is None or self.rows.is_nothing(shipping):
            return False
        bare = [self.rows.explains(column, line, ()) for column in (place, paid)]
        return bare == [True, False] and self.rows.explains(paid, line, ("shipping",))

    def _is_sure(self, line: int | None) -> bool:
        """Whether what a line comes to is beyond doubt, so that it can prove a sum."""
        if line is None or "line_amount" in self.proven:
            return True
        others = (other for other in self.possible if other != line and self._claims("line_amount", other))
        return not any(self.rows.differ(line, other) for other in others)

    def _settle_goods(self, line: int | None) -> None:
        goods = self.columns.get("goods_amount")
        has_lines = line is not None or self.rows.products is not None
        if goods is not None and has_lines and not self.rows.explains(goods, line, ("order_discount",)):
            del self.columns["goods_amount"]

    def settle_parts(self) -> None:
        """A discount that each row of an order repeats is the order's; one that differs is the line's.

        Shipping below zero is what the shop pays for it.
        """
        shipping = self.columns.get("shipping")
        if shipping is not None and any(figure is not None and figure < 0 for figure in self.rows.figures(shipping)):
            del self.columns["shipping"]
        line, whole = self.columns.get("line_discount"), self.columns.get("order_discount")
        if whole is None and line is not None and self.rows.repeats(line):
            self.columns["order_discount"] = self.columns.pop("line_discount")
        elif whole is not None and self.rows.varies(whole):
            del self.columns["order_discount"]
            if line is None:
                self.columns["line_discount"] = whole
        refund = self.columns.get("refund_amount")
        if refund is not None and self.rows.varies(refund):
            del self.columns["refund_amount"]
            self.columns.setdefault("line_refund", refund)

    # ------------------------------------------------------------------------------------------------- open questions

    def doubt_totals(self) -> None:
        """A total that may be the line's or the order's while something comes on top; a tax that may be within."""
        on_top = [key for key in SUMMED if key in self.columns and not self.rows.is_nothing(self.columns[key])]
        self._doubt_what_does_not_add_up()
        for key, other in (("order_total", "line_amount"), ("line_amount", "order_total")):
            place = self.columns.get(key)
            if place is None or key in self.proven or other in self.columns or not on_top or self.rows.several:
                continue
            if self.likes(place, other) >= TRIMMED and LINE_FIELDS & self.columns.keys() - {key}:
                self.leave_open(key, [], "order_total")
        tax = self.columns.get("tax")
        whole = "order_total" in self.columns.keys() | self.doubts.keys()
        if tax is not None and not whole and (says(self.row.texts[tax], headers_of("vat")) or self._is_a_rate(tax)):
            self.leave_open("tax", [])

    def _is_a_rate(self, place: int) -> bool:
        """Whether every row says the same below 1: a tax of 0.19 may be cents or a rate."""
        said = [abs(figure) for figure in self.rows.figures(place) if figure]
        return len(said) > 1 and len(set(said)) == 1 and max(said) < 10**SCALE

    def _doubt_what_does_not_add_up(self) -> None:
        """A mere total beside lines that come to something else may be what the shop is paid out."""
        total = self.columns.get("order_total")
        is_open = total is not None and self.likes(total, "line_amount") >= TRIMMED
        if is_open and "line_amount" in self.proven and "order_total" not in self.proven:
            self.leave_open("order_total", [])

    def doubt_prices(self) -> None:
        """A price that is what all pieces of a row come to; a share of discount that nothing has taken off yet."""
        price, pieces = self.columns.get("unit_price"), self.rows.field("quantity")
        many = pieces is not None and any(figure not in (None, 10**SCALE) for figure in pieces)
        if price is not None and many and "unit_price" not in self.proven:
            others = [place for place in self.pool if place != price]
            if any(self.rows.explains(price, place) for place in others):
                self.leave_open("unit_price", [])
        if self.share >= 0 and not {"line_amount", "order_total"} & self.columns.keys() and self.rows.net:
            self.doubts["line_discount"] = (self.row.texts[self.share],)

    def doubt_rivals(self) -> None:
        """Money that another column claims as well, with other figures."""
        for column in self.sheet.columns:
            place = self.columns.get(column.key)
            if column.kind not in MONEY or place is None or column.key in self.proven:
                continue
            if column.key == "goods_amount" and {"order_total", "line_amount", "unit_price"} & self.columns.keys():
                continue  # nothing is made of it then
            rivals = [other for other in self.possible if self._rivals(column.key, place, other)]
            if rivals:
                self.leave_open(column.key, rivals)

    def _rivals(self, key: str, place: int, other: int) -> bool:
        is_free = other not in self.columns.values()
        return is_free and self._claims(key, other) and self.rows.differ(place, other)

    def _claims(self, key: str, place: int) -> bool:
        """Whether a column is called like that field, and like no other more."""
        likeness = self.likes(place, key)
        return likeness >= TRIMMED and likeness == max(likenesses(self.row.texts[place], self.sheet.name).values())

    def leave_open(self, key: str, rivals: list[int], asked: str = "") -> None:
        """The field has no column until a person says which; `asked`: the field that they are asked about instead."""
        place = self.columns.pop(key)
        self.doubts[asked or key] = tuple(self.row.texts[at] for at in sorted([place, *rivals]))
