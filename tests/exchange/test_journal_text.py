"""The books as text of other ledgers: Beancount itself reads them, and comes to the shop's balances and profits."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core.data import Balance, Transaction

from shopdesk.cli import main
from shopdesk.exchange.journal_text import JOURNALS, amount
from shopdesk.shop.ledger.actions import account_ids, post_entry
from shopdesk.shop.ledger.entries import read_journal
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import PER_CHANNEL, EntryKind, Role
from shopdesk.shop.opening import new_shop
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Channel
from shopdesk.store.tx import Tx
from shopdesk.text import N_, use_language


@action("money.post", N_("Book an expense"))
def _book(tx: Tx, on: date, memo: str, sides: dict[Role, int], channel_id: int | None = None) -> None:
    accounts = account_ids(tx, channel_id)
    post_entry(tx, on, EntryKind.MANUAL, ("manual", 1), {accounts[r]: v for r, v in sides.items()}, memo=memo)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Store]:
    """A shop whose words would break a careless writer."""
    store = new_shop(str(tmp_path / "s.shopdesk"), name='The "best" \\ shop; really', currency="CNY")

    @action("money.post", N_("Book an expense"))
    def open_channel(tx: Tx) -> int:
        return tx.insert(Channel, code="tao-bao", title='淘宝: "旗舰"  店; A|B', currency="CNY")

    channel_id = store.do(open_channel).value
    store.do(_book, date(2026, 1, 5), 'says "no"\n; and \\ more', {Role.BANK: 1_234_567, Role.EQUITY: -1_234_567})
    store.do(_book, date(2026, 2, 5), "", {Role.CLEARING: 3, Role.SALES: -3}, channel_id)
    yield store
    store.close()


def _written(store: Store, to: Path, ledger: str, since: date | None = None, until: date | None = None) -> str:
    with store.read() as tx:
        book = read_journal(tx, since, until)
        assert book is not None
        JOURNALS[ledger](to, book, None)
    return to.read_text(encoding="utf-8")


def _loaded(text: str) -> list[Any]:
    entries, errors, _options = loader.load_string(text)
    assert [error.message for error in errors] == []
    return entries


def _profit(store: Store, since: date, until: date) -> dict[str, Decimal]:
    with store.read() as tx:
        found = fetch_accounts(tx, since, until)
    return {f.code: f.debit - f.credit for f in found if f.kind in ("income", "expense") and f.debit != f.credit}


def test_beancount_comes_to_the_profit_of_every_month(small_demo: Store, tmp_path: Path) -> None:
    entries = _loaded(_written(small_demo, tmp_path / "demo.beancount", "beancount"))
    months: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for entry in entries:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                root, _colon, told = posting.account.partition(":")
                if root in ("Income", "Expenses"):
                    assert posting.units is not None
                    assert posting.units.number is not None
                    months[f"{entry.date:%Y-%m}"][told[:4]] += posting.units.number
    assert len(months) >= 15
    for month, by_code in months.items():
        since = date.fromisoformat(f"{month}-01")
        until = date(since.year + since.month // 12, since.month % 12 + 1, 1)
        expected = _profit(small_demo, since, date.fromordinal(until.toordinal() - 1))
        assert {code: value for code, value in by_code.items() if value} == expected, month


def test_a_range_stands_alone_and_its_last_balances_are_those_of_the_books(small_demo: Store, tmp_path: Path) -> None:
    since, until = date(2026, 6, 10), date(2026, 8, 3)
    entries = _loaded(_written(small_demo, tmp_path / "part.beancount", "beancount", since, until))
    last = {entry.account.partition(":")[2][:4]: entry.amount.number for entry in entries if isinstance(entry, Balance)}
    with small_demo.read() as tx:
        accounts = fetch_accounts(tx, None, until)
    whole: dict[str, Decimal] = defaultdict(Decimal)
    for found in accounts:
        whole[found.code[:4]] += found.debit - found.credit
    of_channels = {role.value for role in PER_CHANNEL}  # of which the file has several
    assert {code: last[code] for code in last.keys() - of_channels} == {
        code: whole[code] for code in whole.keys() - of_channels
    }
    assert all(since <= entry.date <= date(2026, 8, 4) for entry in entries)


def test_beancount_refuses_a_book_that_was_tampered_with(small: Store, tmp_path: Path) -> None:
    text = _written(small, tmp_path / "a.beancount", "beancount")
    _loaded(text)
    stands = "balance Assets:1002-Bank-and-cash  123.456"
    _entries, errors, _options = loader.load_string(text.replace(f"{stands}7", f"{stands}8"))
    assert len(errors) == 1


@pytest.mark.parametrize("speaking", ["en", "zh_CN", "zh_TW"])
def test_every_language_and_every_sign_is_read(small: Store, tmp_path: Path, speaking: str) -> None:
    use_language(speaking)
    try:
        entries = _loaded(_written(small, tmp_path / "a.beancount", "beancount"))
        hledger = _written(small, tmp_path / "a.hledger", "hledger")
    finally:
        use_language("en")
    told = [entry.narration for entry in entries if isinstance(entry, Transaction)]
    assert told[0] == 'says "no" ; and \\ more'
    balances = {"1002": "123.4567", "4001": "-123.4567", "1122.tao-bao": "0.0003", "6001": "-0.0003"}
    assert _hledger_balances(hledger) == {code: Decimal(value) for code, value in balances.items()}


def test_hledger_balances_and_its_assertions_hold(small_demo: Store, tmp_path: Path) -> None:
    text = _written(small_demo, tmp_path / "demo.hledger", "hledger", date(2026, 6, 10))
    with small_demo.read() as tx:
        expected = {f.code: f.opening + f.debit - f.credit for f in fetch_accounts(tx, None, None)}
    assert {code: value for code, value in _hledger_balances(text).items() if value} == {
        code: value for code, value in expected.items() if value
    }


_SIDE = re.compile(
    r"^    (?P<name>\S(?:(?!  ).)*?)  (?P<amount>-?[\d.]+) CNY(?: = (?P<stands>-?[\d.]+) CNY)?(?:  ;.*)?$"
)


def _hledger_balances(text: str) -> dict[str, Decimal]:
    """What hledger's journal format says of a text: each transaction adds up to zero, and assertions hold."""
    balances: dict[str, Decimal] = defaultdict(Decimal)
    declared = set(re.findall(r"^account (.+)$", text, re.MULTILINE))
    for block in text.split("\n\n"):
        lines = block.strip("\n").split("\n")
        if not re.match(r"\d{4}-\d{2}-\d{2} \* ", lines[0]):
            continue
        assert ";" not in lines[0]
        left = Decimal(0)
        for line in lines[1:]:
            if line.lstrip().startswith(";"):
                continue
            side = _SIDE.match(line)
            assert side, line
            assert side["name"] in declared
            left += Decimal(side["amount"])
            code = side["name"].split(":")[1].split(" ")[0]
            balances[code] += Decimal(side["amount"])
            assert side["stands"] is None or Decimal(side["stands"]) == balances[code]
        assert left == 0, block
    return dict(balances)


def test_from_the_command_line(small: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, where = tmp_path / "books.beancount", str(small.where)
    small.close()
    assert main(["--store", where, "export", "beancount", "--out", str(out), "--from", "2026-02-01"]) == 0
    assert "Wrote 1 entry" in capsys.readouterr().out
    assert "Balances carried forward" in out.read_text(encoding="utf-8")


def test_empty_books_are_refused_and_leave_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where, out = str(tmp_path / "new.shopdesk"), tmp_path / "x.hledger"
    new_shop(where).close()
    assert main(["--store", where, "export", "hledger", "--out", str(out)]) != 0
    assert "nothing in the books" in capsys.readouterr().err
    assert not out.exists()


def test_amounts_keep_what_they_need() -> None:
    told = {"1": "1.00", "-0.5": "-0.50", "12.3400": "12.34", "0.0003": "0.0003", "1E+3": "1000.00", "0": "0.00"}
    assert {text: amount(Decimal(text)) for text in told} == told
