"""shopdesk layers: what there is, and all of it as Parquet."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.layer_reader import Warehouse

from shopdesk.cli import main
from shopdesk.cli.choices import LAYERS
from shopdesk.shop.layers.layer import Layer

Run = Callable[..., tuple[int, Any]]
ROWS = (
    "order_no,state,placed_at,paid_at,sku,title,quantity,unit_price",
    "A-1,completed,2026-01-10 10:00,2026-01-10 10:01,TEA-1,Tea,2,10.00",
    "A-2,completed,2026-02-03 10:00,2026-02-03 10:01,TEA-1,Tea,3,10.00",
)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json on a store of two orders: exit code and the JSON document."""

    def command(*arguments: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = main(["--json", "--store", str(tmp_path / "my.shopdesk"), *map(str, arguments)])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    orders = tmp_path / "orders.csv"
    orders.write_text("\n".join(ROWS) + "\n", "utf-8")
    assert command("import", orders)[0] == 0
    return command


def test_the_layers_are_listed_with_their_tables_and_columns(run: Run) -> None:
    code, told = run("layers")
    assert (code, [layer["layer"] for layer in told]) == (0, list(LAYERS))
    tables = {table["table"]: table for layer in told for table in layer["tables"]}
    assert (tables["raw_row"]["rows"], tables["sales_order"]["rows"], tables["profit_day"]["rows"]) == (3, 2, 2)
    amount = {column["column"]: column for column in tables["order_line"]["columns"]}["amount"]
    assert (amount["type"], amount["unit"]) == ("DECIMAL(18,4)", "CNY")
    code, told = run("layers", "--layer", "figures", "--layer", "daily", "--from", "2026-02-01")
    assert [(t["table"], t["rows"]) for layer in told for t in layer["tables"]][:2] == [
        ("profit_day", 1),
        ("sku_day", 1),
    ]


def test_people_read_the_same_in_words(run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    capsys.readouterr()
    assert main(["--store", str(tmp_path / "my.shopdesk"), "layers", "--layer", "facts"]) == 0
    said = capsys.readouterr().out
    assert "facts/posting: Every posting of the books" in said
    assert "Debit is above zero, credit below." in said
    assert "raw/" not in said


def test_the_layers_are_written(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "lake"
    code, told = run("layers", "--out", out, "--layer", "facts", "--from", "2026-02-01", "--to", "2026-02-28")
    assert (code, told["folder"], told["schema"]) == (0, str(out), str(out / "schema.json"))
    assert told["tables"] == sum(path.suffix == ".parquet" for path in (out / "facts").iterdir())
    assert Warehouse(out).one("SELECT sold_on, total FROM sales_order") == (date(2026, 2, 3), Decimal("30.0000"))


def test_what_cannot_be_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "schema.json").write_text("{}")
    code, told = run("layers", "--out", tmp_path / "lake")
    assert (code, told["code"]) == (1, "not_ours")
    code, told = run("layers", "--out", tmp_path / "other", "--from", "2026-02-02", "--to", "2026-02-01")
    assert (code, told["code"], (tmp_path / "other").exists()) == (1, "range", False)


def test_the_parser_knows_every_layer() -> None:
    assert tuple(Layer) == LAYERS
