"""Bills, payments, advertising and costs of orders by script: templates, files in, once, and lists out."""

from pathlib import Path

import openpyxl
import pytest

from shopdesk.cli import main
from shopdesk.shop.opening import new_shop

FILES = {
    "bills": "supplier,bill_no,billed_on,account,amount\nLandlord,R-3,2026-03-01,6605,800.00\n",
    "bill_payments": "supplier,bill_no,paid_on,amount\nLandlord,R-3,2026-03-10,300.00\n",
    "ads": "ran_on,channel,platform,campaign,amount,clicks\n2026-03-01,Taobao,W,Spring,120.50,40\n",
    "side_costs": "kind,order_no,paid_on,fee\nsample,S-1,2026-03-05,30.00\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> str:
    where = tmp_path / "shop.shopdesk"
    new_shop(str(where), name="Tea", currency="CNY", time_zone="UTC").close()
    return str(where)


def test_files_come_in_once_and_lists_go_out(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, text in FILES.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        for _time in range(2):
            assert main(["--store", shop, "import", str(path)]) == 0
    said = capsys.readouterr().out
    assert said.count("There was nothing new in it.") == len(FILES)
    for name, cell in (("bills", "R-3"), ("ads", "Spring"), ("campaigns", "Spring"), ("side-costs", "S-1")):
        out = tmp_path / f"{name}.xlsx"
        assert main(["--store", shop, "export", name, "--out", str(out)]) == 0
        rows = list(openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True))
        assert any(cell in row for row in rows), name
    assert main(["--store", shop, "export", "recurring", "--out", str(tmp_path / "recurring.csv")]) == 0


@pytest.mark.parametrize("kind", FILES)
def test_each_has_a_template(shop: str, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"{kind}.xlsx"
    assert main(["--store", shop, "template", kind, "--out", str(out)]) == 0
    assert openpyxl.load_workbook(out).worksheets[0].max_column >= 5
