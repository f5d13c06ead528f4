"""Cell texts to typed values: every form that files use, exact or refused."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.times import day_leaning
from shopdesk.exchange.values import Bad, Memo, Value, clean_header, mask, parser, shorten
from shopdesk.shop.columns import Column, Kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAN = Plan("orders", "mapped", "", 0, "", header_row=1, first_row=2, headers=(), columns={}, signature="")


def memo(
    kind: Kind,
    *,
    comma: bool | None = None,
    day_first: bool | None = None,
    decimals: int | None = None,
    states: dict[str, str] | None = None,
    personal: bool = False,
) -> Memo:
    plan = replace(PLAN, day_first=day_first, decimal_comma=comma, states=states or {})
    return parser(Column("x", "X", kind, personal=personal), plan, SHANGHAI, decimals, last_year=2027)


def said(value: Value) -> str:
    assert isinstance(value, Bad)
    return str(value)


# Amounts


def paired(*, comma: bool | None = None) -> tuple[Memo, Memo]:
    """The memos of an amount and of the refund that is read from the same column."""
    plan = replace(PLAN, columns={"paid_amount": 3, "refund_amount": 3}, decimal_comma=comma)
    amount, refund = (parser(Column(key, key, Kind.MONEY), plan, SHANGHAI, None) for key in plan.columns)
    return amount, refund


@pytest.mark.parametrize(
    ("text", "amount", "refund"),
    [
        ("131.77(已退款89.84)", 1_317_700, 898_400),
        ("468.32(已全额退款)", 4_683_200, 4_683_200),
        ("￥1,468.32（已退款￥89.84）", 14_683_200, 898_400),
        ("131.77 (退款: 89.84元)", 1_317_700, 898_400),
        ("12.00 (refunded 3.00)", 120_000, 30_000),
        ("12.00 (fully refunded)", 120_000, 120_000),
        ("131.77", 1_317_700, None),
        ("", None, None),
        ("无退款申请", None, None),
    ],
)
def test_an_amount_that_tells_its_refund(text: str, amount: int | None, refund: int | None) -> None:
    read = paired()
    assert (read[0][text], read[1][text]) == (amount, refund)


@pytest.mark.parametrize(
    "text", ["131.77(已退款)", "131.77(已退款x)", "131.77(退款中9)", "131.77(89.84)", "x(已全额退款)"]
)
def test_a_refund_that_says_no_amount_is_refused(text: str) -> None:
    assert any(isinstance(memo[text], Bad) for memo in paired())


def test_an_amount_whose_refund_nobody_reads_is_refused() -> None:
    assert isinstance(parser(Column("paid_amount", "", Kind.MONEY), PLAN, SHANGHAI, None)["131.77(已退款89.84)"], Bad)


def test_the_sign_before_a_waybill_number_is_taken_off() -> None:
    waybill = parser(Column("waybill", "", Kind.ID), PLAN, SHANGHAI, None)
    assert [waybill[text] for text in ("@SF123", "@ 773300123", "＠YT9", "SF123", "@", "-")] == [
        "SF123", "773300123", "YT9", "SF123", None, None
    ]  # fmt: skip
    assert isinstance(waybill["@7.73E+12"], Bad)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("￥1,234.50", 12_345_000),
        ("¥28.16", 281_600),
        ("$12.34", 123_400),
        ("-£3.84", -38_400),
        ("£-3.84", -38_400),
        ("US$ 5", 50_000),
        ("12.00 CNY", 120_000),
        ("39.90元", 399_000),
        ("(12.00)", -120_000),
        ("(￥12.00)", -120_000),
        ("$(12.50)", -125_000),
        ("12-", -120_000),
        ("+3.5", 35_000),
        ("−3.5", -35_000),
        ("－３．５", -35_000),
        ("１，２３４．５０", 12_345_000),
        (" \t7.00\u00a0", 70_000),
        ("'7.00", 70_000),
        ("`0.01", 100),
        ('="7.00"', 70_000),
        ("0.001", 10),
        (".5", 5_000),
        ("5.", 50_000),
        ("0007", 70_000),
        ("1,23,456.78", 1_234_567_800),
        ("1 234.50", 12_345_000),
        ("1,234,567", 12_345_670_000),
        ("12.500000", 125_000),
        ("15.299999999999999", 153_000),
        ("0.30000000000000004", 3_000),
        ("-11062.06", -110_620_600),
        ("0", 0),
        ("-0", 0),
    ],
)
def test_an_amount_is_read_to_the_last_place(text: str, expected: int) -> None:
    assert memo(Kind.MONEY)[text] == expected
    assert memo(Kind.PRICE)[text] == expected


@pytest.mark.parametrize("text", ["", " ", "-", "--", "—", "NULL", "null", "无退款申请", "/", "\t", "N/A"])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_says_nothing_is_unknown_and_never_zero(text: str, kind: Kind) -> None:
    assert memo(kind)[text] is None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "HSC25016",
            "131.77(已退款89.84)",
            "468.32(已全额退款)",
            "NaN",
            "nan",
            "Inf",
            "-inf",
            "1E400",
            "1E3",
            "12.3.4",
        ),
        *(
            "1,2,3",
            "--5",
            "(-5)",
            "1½",
            "①",
            "12²",
            "0x10",
            "五",
            "3.5万",
            "#N/A",
            "TRUE",
            "12..5",
            "1,23",
            "9" * 100_000,
        ),
        *("1_000", "١٢"),
    ],
)
def test_what_is_more_or_less_than_a_number_is_refused(text: str) -> None:
    assert isinstance(memo(Kind.MONEY)[text], Bad)
    assert isinstance(memo(Kind.QUANTITY)[text], Bad)


def test_more_decimals_than_the_store_keeps_are_refused_not_rounded() -> None:
    money = memo(Kind.MONEY)
    assert said(money["1.23456"]) == "1.23456 has more than 4 decimals; amounts are never rounded"
    assert isinstance(money["0.123456789012345678"], Bad)
    assert isinstance(money["123456789012.56789"], Bad)
    yuan = memo(Kind.MONEY, decimals=2)
    assert yuan["1.2300"] == 12_300
    assert said(yuan["1.235"]).startswith("1.235 has two readings")
    assert said(memo(Kind.MONEY, decimals=2, comma=False)["1.235"]).startswith("1.235 has more than 2 decimals")
    assert memo(Kind.PRICE, decimals=2, comma=False)["1.235"] == 12_350, "a unit price may be finer than the coin"
    assert said(money["1234567890123"]) == "1234567890123 is too large"


def test_the_decimal_sign_is_declared_or_asked_for_and_never_guessed() -> None:
    open_, comma, point = memo(Kind.MONEY), memo(Kind.MONEY, comma=True), memo(Kind.MONEY, comma=False)
    for text in ("1.234", "1,234"):
        value = open_[text]
        assert isinstance(value, Bad)
        assert value.question is Answer.DECIMAL_COMMA
    assert (comma["1.234"], comma["1,234"], comma["1.234,50"], comma["12,5"]) == (
        12_340_000,
        12_340,
        12_345_000,
        125_000,
    )
    assert (point["1.234"], point["1,234"], point["1,234.50"]) == (12_340, 12_340_000, 12_345_000)
    assert comma["2.55"] == 25_500, "a workbook's own numbers carry a point whatever its texts carry"
    assert isinstance(point["12,50"], Bad)
    twelve = open_["12,50"]
    assert isinstance(twelve, Bad)
    assert twelve.question is Answer.DECIMAL_COMMA


def test_yen_and_pieces_have_no_three_decimals_so_a_comma_parts_thousands() -> None:
    assert memo(Kind.MONEY, decimals=0)["1,234"] == 12_340_000
    assert memo(Kind.INTEGER)["1,234"] == 1_234
    assert isinstance(memo(Kind.QUANTITY)["1,234"], Bad), "1,234 kg"


@given(st.decimals(min_value=Decimal(-99999999999), max_value=Decimal(99999999999), places=4))
def test_written_amounts_come_back_exactly(amount: Decimal) -> None:
    exact = int(amount * 10_000)
    plain, grouped = f"{amount:f}", f"{amount:,f}"
    german = grouped.translate(str.maketrans(",.", ".,"))
    assert memo(Kind.MONEY, comma=False)[plain] == exact
    assert memo(Kind.MONEY, comma=False)[f"￥{grouped}"] == exact
    assert memo(Kind.MONEY, comma=True)[f"{german} €"] == exact
    assert memo(Kind.MONEY, comma=False)[f"({grouped.lstrip('-')})"] == -abs(exact)


@given(st.integers(-(10**13), 10**13).map(lambda cents: cents / 100))
def test_a_float_that_holds_two_decimals_is_the_amount_it_was_meant_to_be(number: float) -> None:
    assert memo(Kind.MONEY, comma=False)[f"{number:.17g}"] == round(Decimal(number) * 10_000, -2)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_a_blank_or_a_refusal(text: str) -> None:
    for kind in Kind:
        assert memo(kind)[text] is None or isinstance(memo(kind)[text], (int, str, bool, Bad))


def test_quantities_integers_and_shares() -> None:
    assert memo(Kind.QUANTITY)["-6"] == -6_000
    assert memo(Kind.QUANTITY)["2.5"] == 2_500
    assert memo(Kind.QUANTITY, comma=False)["0.1234"] != memo(Kind.QUANTITY, comma=False)["0.123"]
    assert isinstance(memo(Kind.QUANTITY)["$5"], Bad)
    assert memo(Kind.INTEGER)["3.0"] == 3
    assert isinstance(memo(Kind.INTEGER)["3.5"], Bad)
    assert memo(Kind.PERCENT)["12.34%"] == 123_400
    assert memo(Kind.PERCENT)["５％"] == 50_000
    assert memo(Kind.PERCENT)["0.03331"] == 33_310
    assert isinstance(memo(Kind.PERCENT)["12.5"], Bad)


# Ids and texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023112\t", "2023112"),
        ("\t6917926768823643751", "6917926768823643751"),
        ('="1234567890123456789"', "1234567890123456789"),
        ("'13800138000", "13800138000"),
        ("`420000`", "420000`"),
        ("\ufeff\u200b123\u00a0\u3000", "123"),
        ("ABC_x000D_", "ABC"),
        ("10160070484512.0", "10160070484512"),
        ("17850.0", "17850"),
        ("260531-662941284701219", "260531-662941284701219"),
        ("007", "007"),
        ("1E5", "1E5"),
        ("12E4-RED", "12E4-RED"),
        ("#1001", "#1001"),
        ("A B", "A B"),
        ("１２", "１２"),
        ("@SF123", "@SF123"),
    ],
)
def test_an_id_loses_its_wrappers_and_nothing_else(text: str, expected: str) -> None:
    assert memo(Kind.ID)[text] == expected


@pytest.mark.parametrize("text", ["3.55E+18", "2.4e+17", "6.92E+12", "1E+05", "3.55E18", "1234567890123456.0"])
def test_an_id_that_was_a_number_is_refused_with_the_way_out(text: str) -> None:
    assert said(memo(Kind.ID)[text]) == (
        f"the last digits of this id were already lost in the spreadsheet ({text}). "
        "Export again as text/CSV, do not open it in Excel first"
    )


def test_a_refused_phone_number_is_not_shown_whole() -> None:
    assert "(1.3****E+10)" in said(memo(Kind.ID, personal=True)["1.38001E+10"])


def test_texts_keep_their_inside_and_say_when_they_are_too_long() -> None:
    text = memo(Kind.TEXT)
    assert text["  a\tb  c \u200b"] == "a\tb  c"
    assert text["'=SUM(A1)"] == "=SUM(A1)"
    assert text["'13800138000"] == "13800138000"
    assert text["'Tis the season"] == "'Tis the season"
    assert text["x" * 500] == "x" * 500
    assert said(text["x" * 501]) == "501 characters; at most 500 fit"
    assert memo(Kind.LONG_TEXT)["a_x000D_\nb"] == "a\r\nb"
    assert said(memo(Kind.LONG_TEXT)["y" * 4_001]) == "4001 characters; at most 4000 fit"


# Times


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-02-21 00:00:02", utc(2020, 2, 20, 16, 0, 2)),
        ("2020/2/21 0:00", utc(2020, 2, 20, 16)),
        ("2020.2.21", utc(2020, 2, 20, 16)),
        ("2010-12-01", utc(2010, 11, 30, 16)),
        ("2014-11-1016：33：45", utc(2014, 11, 10, 8, 33, 45)),
        ("2026年03月01日 10:15:00", utc(2026, 3, 1, 2, 15)),
        ("2026年3月1日10时15分", utc(2026, 3, 1, 2, 15)),
        ("2026/3/1 下午 4:33:45", utc(2026, 3, 1, 8, 33, 45)),
        ("20260301", utc(2026, 2, 28, 16)),
        ("20260301101500", utc(2026, 3, 1, 2, 15)),
        ("2017-06-17T08:04:21+00:00", utc(2017, 6, 17, 8, 4, 21)),
        ("2017-06-17T08:04:21Z", utc(2017, 6, 17, 8, 4, 21)),
        ("2026-03-01 10:15:00 -0500", utc(2026, 3, 1, 15, 15)),
        ("2026-08-30 16:59:53 +0400", utc(2026, 8, 30, 12, 59, 53)),
        ("2026-03-06 08:52:26 UTC", utc(2026, 3, 6, 8, 52, 26)),
        ("06.03.2026 08:52:26 UTC", utc(2026, 3, 6, 8, 52, 26)),
        ("2013-01-07 07:35:42 PST", utc(2013, 1, 7, 15, 35, 42)),
        ("Sep 30, 2026 8:45:12 PM PDT", utc(2026, 10, 1, 3, 45, 12)),
        ("Sep-30-26", utc(2026, 9, 29, 16)),
        ("10-Dez-25", utc(2025, 12, 9, 16)),
        ("30-Apr-25", utc(2025, 4, 29, 16)),
        ("March 1, 2026", utc(2026, 2, 28, 16)),
        ("31 Jul 2025", utc(2025, 7, 30, 16)),
        ("05 Mar 2024 13:45", utc(2024, 3, 5, 5, 45)),
        ("04-30-22", utc(2022, 4, 29, 16)),
        ("17/10/2023 17:43", utc(2023, 10, 17, 9, 43)),
        ("1/1/2026", utc(2025, 12, 31, 16)),
        ("1996-07-04 00:00:00.000", utc(1996, 7, 3, 16)),
        ("40513.3513888889", utc(2010, 12, 1, 0, 26)),
        ("45000", utc(2023, 3, 14, 16)),
        ("\t2026-01-02 03:04:05\t", utc(2026, 1, 1, 19, 4, 5)),
        ("12/31/2025 12:00 AM", utc(2025, 12, 30, 16)),
    ],
)
def test_a_time_is_read_in_every_form_met(text: str, expected: int) -> None:
    assert memo(Kind.TIME)[text] == expected


def test_day_and_month_in_doubt_are_a_question() -> None:
    value = memo(Kind.TIME)["01/02/2026"]
    assert isinstance(value, Bad)
    assert value.question is Answer.DAY_FIRST
    assert "two readings" in str(value)
    assert memo(Kind.DATE, day_first=True)["01/02/2026"] == "2026-02-01"
    assert memo(Kind.DATE, day_first=False)["01/02/2026"] == "2026-01-02"
    assert said(memo(Kind.DATE, day_first=False)["17/10/2023"]).startswith("17/10/2023 does not fit the order")
    assert memo(Kind.DATE)["01.02.2026"] == "2026-02-01"


@pytest.mark.parametrize(
    "text",
    [
        *("1994-12-31", "2028-01-01", "1970-01-01 08:00:00", "2026-02-30", "2026-13-01", "25:00", "yesterday", "12.5"),
        *("20260501~20260531", "2026-01-01 24:30", "Market 5, 2026", "2026-01-01 10:00 CST", "2026-01-01 13:00 PM"),
        *("31/31/2026", "1" * 100_000, "99999"),
    ],
)
def test_what_is_no_date_of_a_shop_is_refused(text: str) -> None:
    assert isinstance(memo(Kind.TIME)[text], Bad)


def test_dates_keep_the_day_that_was_written_and_blank_dates_are_unknown() -> None:
    assert memo(Kind.DATE)["2026-03-01 23:59:59"] == "2026-03-01"
    assert memo(Kind.DATE)["2026-03-01T23:00:00Z"] == "2026-03-02"
    assert memo(Kind.TIME)["0000-00-00 00:00:00"] is None
    assert said(memo(Kind.TIME)["1970-01-01"]) == "1970-01-01: the year is not between 1995 and 2027"
    assert said(memo(Kind.TIME)["2026-01-01 10:00 CST"]).endswith("the time zone CST is not known")


def test_an_hour_that_never_was_is_read_one_hour_later() -> None:
    berlin = parser(Column("t", "T", Kind.TIME), PLAN, ZoneInfo("Europe/Berlin"), None, last_year=2027)
    assert berlin["2026-03-29 02:30:00"] == utc(2026, 3, 29, 1, 30)


def test_what_a_date_tells_of_the_order() -> None:
    assert (day_leaning("17/10/2023 17:43"), day_leaning("04-30-22"), day_leaning("01/02/2026")) == (
        True,
        False,
        Answer.DAY_FIRST,
    )
    assert {day_leaning(text) for text in ("2026-01-02", "05/05/2026", "06.03.2026", "", "x")} == {None}


# Choices


def test_yes_and_no_in_three_languages() -> None:
    answers = memo(Kind.BOOL)
    assert [answers[text] for text in ("TRUE", "是", "1", "no", "否", "")] == [True, True, True, False, False, None]
    assert said(answers["maybe"]) == "maybe is neither yes nor no"


def test_a_state_is_known_by_its_word_and_an_unknown_word_is_named() -> None:
    states = memo(Kind.STATE, states={"买家已付款，等待卖家发货": "paid", "Shipped ": "shipped", "-x-": ""})
    assert states["买家已付款,等待卖家发货\t"] == "paid"
    assert states["ＳＨＩＰＰＥＤ"] == "shipped"
    assert states["-X-"] is None
    assert said(states["Lost"]) == "Lost is not a known state"
    assert list(states.bad) == ["Lost"]


# Speed, as a twin that does not depend on the machine


def test_each_text_is_read_once() -> None:
    read: list[str] = []

    def count(text: str) -> str:
        read.append(text)
        return text

    column = Memo(count)
    assert list(map(column.__getitem__, ["a", "b"] * 1_000)) == ["a", "b"] * 1_000
    assert read == ["a", "b"]


# Words for lists


def test_headers_are_compared_without_their_dress() -> None:
    for one, other in [
        ("收入金额（+元）", "收入金额(+元)"),
        ("入帐时间", "入账时间"),
        ("动帐方向", "动账方向"),
        ("店铺劵", "店铺券"),
        ("收货地址 ", "收货地址"),
        ("Paid At", "paid at"),
        ("【订单号】", "(订单号)"),
        ("訂單編號", "订单编号"),
        ("SKU *", "sku"),
        ("\ufeffName", "name"),
    ]:
        assert clean_header(one) == clean_header(other)
    assert clean_header("收入金额(+元)") != clean_header("支出金额(-元)")


def test_personal_values_are_masked_and_long_ones_cut() -> None:
    phone, plain = Column("phone", "Phone", personal=True), Column("sku", "SKU")
    assert mask(phone, "13812345678") == "138****5678"
    assert mask(phone, "张三") == "张*"
    assert mask(phone, "jane@example.com") == "j***@example.com"
    assert mask(phone, "浙江省杭州市西湖区") == "浙江***"
    assert mask(plain, "13812345678") == "13812345678"
    assert shorten("a\nb" * 40) == ("a b" * 40)[:59] + "…"
    assert len(shorten("x" * 61)) == 60
