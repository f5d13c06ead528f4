"""Statements of channels and payment providers: each is known for what it is, and every cent comes out as its kind."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.formats.statement_files import MADE
from tests.exchange.formats.statements import D, Wallet, read_file, written

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import words
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.match import find_plan, plan_sheet
from shopdesk.exchange.reading.child import open_book
from shopdesk.exchange.reading.container import Original
from shopdesk.exchange.sheets_of import look_through
from shopdesk.exchange.stage.staged import NO_DATA
from shopdesk.exchange.stage.wording import NO_MOVE
from shopdesk.exchange.summaries import SUMMARY
from shopdesk.exchange.table import Chunk, SheetHead
from shopdesk.text import UserError

DATA = Path(__file__).parents[3].parent / "shared/data/wallet_bills"


def made(name: str, folder: Path) -> Wallet:
    one = MADE[name]
    return read_file(written(folder / one.name, one.text, one.encoding))


@pytest.mark.parametrize("name", MADE)
def test_every_cent_comes_out_as_its_kind(name: str, tmp_path: Path) -> None:
    one, wallet = MADE[name], made(name, tmp_path)
    assert (wallet.plan.format, wallet.plan.new, wallet.problems) == (one.code, (), [])
    assert wallet.by_kind == {kind: D(amount) for kind, amount in one.sums.items()}
    assert wallet.total == sum(map(Decimal, one.sums.values()))
    assert tuple(line.order_no for line in wallet.lines) == one.orders
    assert {line.currency for line in wallet.lines} == one.currencies


CLASSIC = (
    "alipay 2012", "alipay trades", "wechat trades", "wechat trades of 2014", "wechat account", "wechat of taobao", "wechat of taobao, later",
    "jd reconciliation", "jd fees", "pinduoduo", "douyin account", "douyin settled orders", "shopify transactions, older", "stripe history", "etsy",
)  # fmt: skip
"""Files of a sale of 100, a refund of 20 and fees: where a refund is booked the wrong way round, 40 too much are left."""
FEES = ("commission", "payment_fee", "subsidy")


@pytest.mark.parametrize("name", CLASSIC)
def test_a_refund_takes_from_the_wallet(name: str, tmp_path: Path) -> None:
    kinds = made(name, tmp_path).by_kind
    assert kinds["refund"] == D(-20)
    assert kinds["sale"] > 0 > sum(kinds.get(kind, D(0)) for kind in FEES if kind != "subsidy")


@pytest.mark.parametrize("name", MADE)
def test_the_same_file_again_has_the_same_numbers(name: str, tmp_path: Path) -> None:
    first, again = made(name, tmp_path), made(name, tmp_path)
    numbers = [line.line_no for line in first.lines if line.line_no]
    assert numbers == [line.line_no for line in again.lines if line.line_no]
    assert len(numbers) == len(set(numbers)), "no two lines of a file are one"


@pytest.mark.parametrize("name", MADE)
def test_a_column_of_money_by_another_name_is_no_guess(name: str, tmp_path: Path) -> None:
    one = MADE[name]
    layout = FORMATS[one.code]
    money = {
        clean_header(name) for name in next(layout.fields[key] for key in ("amount", "income") if key in layout.fields)
    }
    header = next(
        line for line in one.text.strip("\n").split("\n") if all(has(line, group) for group in layout.signature)
    )
    changed = re.sub(r"[^,\t]+", lambda cell: "New figure" if clean_header(cell[0]) in money else cell[0], header)
    assert changed != header
    heads = open_book(
        Original(str(written(tmp_path / one.name, one.text.replace(header, changed), one.encoding))), None, None
    ).heads
    plan = plan_sheet(heads[0], {})
    assert plan is None or not plan.certain


def has(line: str, names: tuple[str, ...]) -> bool:
    cells = {clean_header(cell) for cell in re.split(r"[,\t]", line)}
    return bool(cells & {clean_header(name) for name in names})


def test_a_sale_and_its_refund_and_fee_leave_what_is_left() -> None:
    """The same three movements in the words of each source leave the same."""
    left = {
        name: sum(D(MADE[name].sums.get(kind, "0")) for kind in ("sale", "refund", "commission", "payment_fee"))
        for name in (
            "alipay 2012",
            "wechat account",
            "wechat of taobao",
            "jd reconciliation",
            "jd fees",
            "pinduoduo",
            "stripe history",
        )
    }
    assert set(left.values()) == {D(75)}


@pytest.mark.parametrize("name", MADE)
def test_rows_that_move_nothing_are_left_out_with_the_reason(name: str, tmp_path: Path) -> None:
    staged = made(name, tmp_path).staged
    assert {reason for _row, reason in staged.aside} <= {NO_MOVE, NO_DATA}
    assert (staged.rejected_rows, staged.skipped) == ({}, MADE[name].skipped)


def test_what_moves_nothing(tmp_path: Path) -> None:
    idle = {
        name: [row for row, reason in made(name, tmp_path).staged.aside if reason == NO_MOVE]
        for name in ("wechat trades", "jd reconciliation", "paypal", "1688 received", "ebay", "amazon transactions")
    }
    assert idle == {
        "wechat trades": [4, 5], "jd reconciliation": [5], "paypal": [4, 5], "1688 received": [4], "ebay": [9, 10], "amazon transactions": [13],
    }  # fmt: skip


@pytest.mark.parametrize("title", ["账务汇总", "业务汇总"])
def test_a_summary_is_told_apart(title: str, tmp_path: Path) -> None:
    text = f"""
#支付宝{title}查询
#账号：[20880000000000000156]
#-----------------------------------------{title}列表----------------------------------------
账务流水号,发生时间,收入金额（+元）,支出金额（-元）,账户余额（元）,业务类型
1,2026-03-01 10:00:00,100.00,0.00,100.00,在线支付
"""
    heads = open_book(Original(str(written(tmp_path / f"{title}.csv", text, "gb18030"))), None, None).heads
    with pytest.raises(UserError, match="This is a summary"):
        find_plan(heads, {})
    assert look_through(heads, {}).left == ((heads[0].name, SUMMARY.sheet),)


@pytest.mark.parametrize(
    ("file", "sheet", "income", "outgo", "withdrawn"),
    [
        ("alipay_personal_masked_gbk.csv", 0, "222228.50", "-161.64", "0"),
        ("wechat_personal_masked_utf8.csv", 0, "28.49", "-2904.53", "-1111.30"),
        ("wechat_personal_masked.xlsx", 0, "28.49", "-2904.53", "-1111.30"),
    ],
)
def test_real_bills_come_to_what_they_say(file: str, sheet: int, income: str, outgo: str, withdrawn: str) -> None:
    path = DATA / file
    if not path.exists():
        pytest.skip(f"the real file {file} is not on this machine")
    wallet = read_file(path, sheet)
    assert wallet.problems == []
    others = [line.amount for line in wallet.lines if line.kind == "other"]
    assert sum(amount for amount in others if amount > 0) == D(income)
    assert sum(amount for amount in others if amount < 0) == D(outgo)
    assert wallet.by_kind.get("payout", D(0)) == D(withdrawn)


NUMBERED = {
    "T200P260301000000000001": "260301000000000001",
    "T13P4600000000000000001\t": "4600000000000000001",
    "W-1001": "W-1001",
}
SAID = {
    "代扣款（订单号：4600000000000000001）": "4600000000000000001",
    "订单编号:4600000000000000001": "4600000000000000001",
    "关联订单号：4600000000000000001": "4600000000000000001",
    "运单号：YT78912345678901，交易单号：4600000000000000001": "4600000000000000001",
    "tradeid:4600000000000000001": "4600000000000000001",
    "基础软件服务费(4600000000000000001)扣款": "4600000000000000001",
    "订单{4600000000000000001}打款": "4600000000000000001",
    "运单号：78912345678901": "",
    "": "",
}


@pytest.mark.parametrize(("number", "found"), NUMBERED.items())
def test_the_order_in_a_number_of_alipay(number: str, found: str) -> None:
    assert alipay_order(number, "", "FP301_260301") == found


@pytest.mark.parametrize(("note", "found"), SAID.items())
def test_the_order_in_a_note_of_alipay(note: str, found: str) -> None:
    assert alipay_order("", note, "") == found


def test_the_order_that_alipay_names_outdoes_its_note() -> None:
    assert alipay_order("T200P1", "订单号：4600000000000000002", "4600000000000000001") == "4600000000000000001"


def alipay_order(number: str, note: str, base: str) -> str:
    header = words(
        "账务流水号,发生时间,收入金额（+元）,支出金额（-元）,账户余额（元）,业务类型,备注,商户订单号,业务基础订单号"
    )
    row = ["1", "2026-05-01 10:00:00", "100.00", "", "100.00", "在线支付", note, number, base]
    chunk = Chunk(range(1, 3), tuple(zip(header, row, strict=True)))
    head = SheetHead(0, "x", False, (tuple(header), tuple(row)))
    return Wallet([head], iter([chunk])).lines[0].order_no


def test_fees_that_stand_above_zero_were_taken_all_the_same(tmp_path: Path) -> None:
    one = MADE["douyin account"]
    wallet = read_file(written(tmp_path / one.name, one.text.replace("-3.00,-2.00", "3.00,2.00"), one.encoding))
    assert wallet.by_kind == {kind: D(amount) for kind, amount in one.sums.items()}


def test_what_no_column_says_of_an_amount_has_to_be_explained(tmp_path: Path) -> None:
    one = MADE["douyin account"]
    wallet = read_file(written(tmp_path / one.name, one.text.replace("入账,95.00", "入账,93.00"), one.encoding))
    assert (wallet.total, wallet.by_kind["other"]) == (sum(map(Decimal, one.sums.values())) - 2, D(-2))


def test_an_amount_in_another_currency_is_held_against_nothing(tmp_path: Path) -> None:
    one = MADE["ebay"]
    text = one.text.replace("95,USD", "70,GBP")
    wallet = read_file(written(tmp_path / one.name, text, one.encoding))
    assert [(line.kind, line.amount, line.currency) for line in wallet.lines if line.row == 6] == [
        ("sale", D(70), "GBP")
    ]


def test_an_empty_first_column_is_none(tmp_path: Path) -> None:
    one = MADE["alipay 2026"]
    text = "\n".join(line if line.startswith("#") else f",{line}" for line in one.text.strip("\n").split("\n"))
    wallet = read_file(written(tmp_path / one.name, text, one.encoding))
    assert (wallet.problems, wallet.by_kind) == ([], {kind: D(amount) for kind, amount in one.sums.items()})


@pytest.mark.parametrize(
    ("file", "layout"),
    [("jd_personal_header_only.csv", "jd-personal"), ("meituan_personal_header_only.csv", "meituan-personal")],
)
def test_real_headers_of_bills_are_known(file: str, layout: str) -> None:
    if not (DATA / file).exists():
        pytest.skip(f"the real file {file} is not on this machine")
    plan = find_plan(open_book(Original(str(DATA / file)), None, None).heads, {})
    assert (plan.format, plan.certain, plan.new) == (layout, True, ())


def test_a_direction_outdoes_the_sign(tmp_path: Path) -> None:
    """Money that left without a sign, where the row says which way it went."""
    for name, signed, bare in (
        ("jd reconciliation", "货款,-20.00,", "货款,20.00,"),
        ("douyin account", "出账,-20.00,", "出账,20.00,"),
    ):
        one = MADE[name]
        assert signed in one.text
        wallet = read_file(written(tmp_path / one.name, one.text.replace(signed, bare), one.encoding))
        assert wallet.by_kind == {kind: D(amount) for kind, amount in one.sums.items()}


def test_a_trade_has_one_number_in_every_bill_of_wechat(tmp_path: Path) -> None:
    """The bill of all trades says 0 where there is no refund, that of trades that succeeded has no such column."""
    one = MADE["wechat trades"]
    rows = [line.split(",") for line in one.text.strip("\n").split("\n")[:2]]
    kept = [at for at, name in enumerate(rows[0]) if "退款" not in name]
    text = "\n".join(",".join(row[at] for at in kept) for row in rows)
    succeeded = read_file(written(tmp_path / "Success.csv", text, one.encoding))
    assert {line.line_no for line in succeeded.lines} <= {
        line.line_no for line in made("wechat trades", tmp_path).lines
    }
    assert succeeded.by_kind == {"sale": D(100), "payment_fee": D("-0.6")}


def test_a_day_its_time_and_its_zone_are_one_moment(tmp_path: Path) -> None:
    """Three columns of PayPal: zones by their letters, and by name, in summer time."""
    moments = {line.line_no: line.moment for line in made("paypal", tmp_path).lines}
    assert moments["T1"] == datetime(2026, 3, 1, 18, tzinfo=UTC)
    assert moments["T8"] == datetime(2026, 3, 13, 17, tzinfo=UTC)
