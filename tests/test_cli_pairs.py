"""What is bought together, by the command line."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import new_shop


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Three baskets of tea and a cup."""
    where = str(tmp_path / "shop.shopdesk")
    store = new_shop(where, name="Tea", currency="CNY", time_zone="UTC")
    for code in ("CUP", "TEA"):
        store.do(add_product, code, code.title())
    items = [Item(code, 1, Decimal(9)) for code in ("CUP", "TEA")]
    store.do(ring_up, [Ticket(f"T-{n}", date(2026, 10, n), items) for n in (1, 2, 3)])
    store.close()
    return where


def test_pairs_for_machines_and_people(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--store", address, "report", "pairs"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["sku"], row["other"], row["both"], row["support"], row["lift"]) == ("CUP", "TEA", 3, "1", "1")
    assert main(["--store", address, "report", "pairs"]) == 0
    assert "Can be sold" in capsys.readouterr().out


def test_a_shop_without_orders_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "shop.shopdesk")
    new_shop(where, name="Tea", currency="CNY", time_zone="UTC").close()
    assert main(["--store", where, "report", "pairs"]) == 0
    assert "nothing to report" in capsys.readouterr().out
