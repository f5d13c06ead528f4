"""A profit sheet's figures made up from single sales: rows, months and ledger are added up along separate ways."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

from shopdesk.shop.ledger.rules import AccountKind
from shopdesk.shop.profit.book import AccountRow, LedgerRow, MonthRow, ProfitBook, SkuRow, UnknownRow
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, line_of
from shopdesk.shop.profit.figures import Figures

NOTHING = Decimal(0)
CHANNELS = ("Taobao", "1688", "Shop*")
ACCOUNTS = {
    "1002": ("Bank", AccountKind.ASSET),
    "1012.taobao": ("Wallet", AccountKind.ASSET),
    "1122.taobao": ("Taobao", AccountKind.ASSET),
    "1.1": ("Clearing", AccountKind.ASSET),
    "1.10": ("Clearing, other", AccountKind.ASSET),
    "1405": ("Inventory", AccountKind.ASSET),
    "4001": ("Equity", AccountKind.EQUITY),
    "6001": ("Sales", AccountKind.INCOME),
    "6002": ("Discounts", AccountKind.INCOME),
    "6003": ("Returns", AccountKind.INCOME),
    "6051": ("Shipping", AccountKind.INCOME),
    "6004": ("Tax in prices", AccountKind.INCOME),
    "6005": ("Brushed", AccountKind.INCOME),
    "6053": ("Subsidies", AccountKind.INCOME),
    "6401": ("Cost of goods sold", AccountKind.EXPENSE),
    "6601": ("Commission", AccountKind.EXPENSE),
    "6602": ("Advertising", AccountKind.EXPENSE),
    "6603": ("Freight", AccountKind.EXPENSE),
    "6605.wages": ("Wages", AccountKind.EXPENSE),
    "6699": ("A hobby", AccountKind.EXPENSE),
    "6702": ("Bad debts", AccountKind.EXPENSE),
}


class Shop:
    """Sells at random (the same for the same seed) and remembers what it sold three times over."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.ledger: list[LedgerRow] = []
        self.months: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.skus: dict[tuple[str, str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.entry = 0

    def post(self, on: date, kind: str, *sides: tuple[str, Decimal]) -> None:
        """An entry of (account, signed amount); the amounts add up to zero."""
        assert sum(amount for _account, amount in sides) == 0
        self.entry += 1
        for code, amount in sides:
            debit, credit = (amount, NOTHING) if amount > 0 else (NOTHING, -amount)
            name = ACCOUNTS[code][0]
            memo = self.dice.choice(["", "=1+1", "老客 & <new>", "-"])
            self.ledger.append(LedgerRow(on, f"{self.entry:06}", kind, "SO-1", code, name, debit, credit, memo))

    def sell(self, month: str, channel: str) -> None:
        """One order of one SKU: discount, shipping, fee, perhaps a refund; every fifth SKU has no known cost."""
        dice = self.dice
        on = date.fromisoformat(f"{month}-{dice.randint(1, 28):02}")
        number = dice.randint(1, 20)
        gross = Decimal(dice.randint(1, 999_999)) / 100
        discount = (gross / dice.randint(3, 40)).quantize(Decimal("0.0001"))
        refund = dice.choice([NOTHING, NOTHING, (gross / 7).quantize(Decimal("0.01"))])
        shipping, fee = Decimal(dice.randint(0, 1_500)) / 100, (gross / 20).quantize(Decimal("0.01"))
        cost = None if number % 5 == 0 else (gross / 3).quantize(Decimal("0.0001"))
        net = gross - discount - refund
        clearing = dice.choice(["1.1", "1.10"])
        self.post(
            on,
            "sale",
            (clearing, gross - discount + shipping),
            ("6001", -gross),
            ("6002", discount),
            ("6051", -shipping),
        )
        if refund:
            self.post(on, "refund", ("6003", refund), (clearing, -refund))
        if cost:
            self.post(on, "cogs", ("6401", cost), ("1405", -cost))
        if fee:
            self.post(on, "expense", ("6601", fee), (clearing, -fee))
        subsidy, tax, brushed = (dice.choice([NOTHING, Decimal(dice.randint(1, 900)) / 100]) for _ in range(3))
        self.post(on, "manual", ("1002", subsidy), ("6053", -subsidy)) if subsidy else None
        self.post(on, "tax", ("6004", tax), ("1002", -tax)) if tax else None
        self.post(on, "side", ("6005", brushed), ("1002", -brushed)) if brushed else None
        told = {
            "units": Decimal(1), "gross_sales": gross, "discounts": discount, "refunds": refund,
            "cogs": cost or NOTHING, "commission": fee, "unknown_units": Decimal(cost is None),
            "unknown_sales": NOTHING if cost else net,
        }  # fmt: skip
        for name, value in told.items():
            self.months[month, channel][name] += value
            self.skus[month, channel, f"{number:07}"][name] += value
        rest = {"charges": shipping, "subsidies": subsidy, "tax_in_prices": tax, "brushed": brushed}
        for name, value in rest.items():
            self.months[month, channel][name] += value
            self.skus[month, channel, ""][name] += value
        self.months[month, channel]["orders"] += 1
        self.post(on, "settlement", ("1012.taobao", gross), ("1122.taobao", -gross))

    def close(self, month: str, channel: str) -> None:
        """The month's advertising, wages and freight, a cost of the shop's own account, and a bad debt."""
        on = date.fromisoformat(f"{month}-28")
        lines = {
            "6602": "advertising", "6605.wages": "rent", "6603": "freight", "6699": "other_expenses",
            "6702": "adjustments",
        }  # fmt: skip
        for code, name in lines.items():
            amount = Decimal(self.dice.randint(1, 50_000)) / 100
            self.post(on, "expense", (code, amount), ("1002", -amount))
            for row in (self.months[month, channel], self.skus[month, channel, ""]):
                row[name] += -amount if name == "adjustments" else amount

    def book(self, months: list[str]) -> ProfitBook:
        """What a report would tell of all this."""
        return ProfitBook(
            shop="Tea & Ware 茶", currency="CNY", first_month=months[0], last_month=months[-1],
            made_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC), costing="moving average",
            months=[self._month(*key, row) for key, row in sorted(self.months.items())],
            skus=iter([self._sku(*key, row) for key, row in sorted(self.skus.items())]),
            ledger=iter(self.ledger), accounts=self._accounts(), unknown=self._unknown(),
            definitions=[("Order", "What a buyer asked for.")],
        )  # fmt: skip

    def _month(self, month: str, channel: str, row: dict[str, Decimal]) -> MonthRow:
        told = Figures(**{name: value for name, value in row.items() if name != "orders"})  # type: ignore[arg-type]
        told.orders = int(row["orders"])
        return MonthRow(month, channel, told)

    def _sku(self, month: str, channel: str, sku: str, row: dict[str, Decimal]) -> SkuRow:
        return SkuRow(month, channel, sku, f"Tea {sku}", Figures(**row))  # type: ignore[arg-type]

    def _accounts(self) -> list[AccountRow]:
        rows = []
        opening = {"1002": Decimal("5000.0001"), "4001": Decimal("-5000.0001")}
        for code, (name, kind) in ACCOUNTS.items():
            debit = sum((row.debit for row in self.ledger if row.account_code == code), NOTHING)
            credit = sum((row.credit for row in self.ledger if row.account_code == code), NOTHING)
            before = opening.get(code, NOTHING)
            line = (line_of(code, kind) or ("",))[0]
            rows.append(AccountRow(code, name, kind, line, before, debit, credit, before + debit - credit))
        assert {row.line for row in rows} - {""} <= set(PROFIT_FIGURES)
        return rows

    def _unknown(self) -> list[UnknownRow]:
        skus: dict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (NOTHING, NOTHING))
        for (_month, _channel, sku), row in self.skus.items():
            if not sku:
                continue
            units, sales = skus[sku]
            skus[sku] = units + row["unknown_units"], sales + row["unknown_sales"]
        return [UnknownRow(sku, f"Tea {sku}", *both) for sku, both in skus.items() if both[0]]


def made_up_book(sales: int = 400, seed: int = 7) -> ProfitBook:
    """Fourteen months of three channels; its `skus` and `ledger` can be read once, as those of a report."""
    months = [f"{2025 + count // 12}-{count % 12 + 1:02}" for count in range(14)]
    shop = Shop(seed)
    for _ in range(sales):
        shop.sell(shop.dice.choice(months), shop.dice.choice(CHANNELS))
    for key in list(shop.months):
        shop.close(*key)
    return shop.book(months)
