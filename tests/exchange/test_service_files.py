"""Files of service: reviews of channels, ratings as shown, contacts of care that come back, answers to surveys."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from tests.exchange.counter import orders, take_in

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.workbook import write_grid
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.actions import add_reply, edit_replies, open_case
from shopdesk.shop.service.care.contacts import CARE_LOG_ROWS
from shopdesk.shop.service.ratings.reviews import REVIEW_ROWS, answer_review
from shopdesk.shop.service.ratings.rolling import RATING_DAY_ROWS
from shopdesk.shop.service.ratings.surveys import fetch_scores
from shopdesk.shop.service.reasons.tasks import TASK_ROWS, open_task
from shopdesk.shop.service.reports import CASE_ROWS, REPLY_ROWS
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import CaseEvent, Consent
from shopdesk.text import UserError


def built(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    sold = {"order_no": "T-1", "state": "paid", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 10:05",
            "sku": "TEA", "quantity": 1, "unit_price": "50.00", "customer_no": "ann"}  # fmt: skip
    take_in(store, orders(sold))
    store.do(open_case, {"title": "Lid broken", "order_no": "T-1", "reason": "Damaged", "person": "Mei"})


@pytest.fixture
def shop(new_store: Callable[..., Store]) -> Store:
    return new_store(built)


def came(store: Store, folder: Path, text: str, kind: str = "") -> tuple[Staged, int]:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    staged = prepare(store, path, Choices(kind=kind, accept_proposal=True, channel="direct"))
    return staged, run_import(store, staged, good_rows=True)


def outcomes(staged: Staged) -> list[str]:
    return [item.outcome.value for item in staged.items]


def faults(staged: Staged) -> list[int]:
    return sorted(one.row for one in staged.problems)


def rows(store: Store, source: RowSource) -> list[dict[str, Any]]:
    keys = [column.key for column in source.sheet.columns]
    with store.read() as tx:
        return [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, source, Query())]


TAOBAO = """订单编号,商品ID,评价结果,评价内容,评价时间,商家回复
T-1,888,好评,很好喝,2026-03-05 10:00:00,
T-9,888,差评,杯子碎了,2026-03-06 10:00:00,
"""
JUDGE_ME = """title,body,rating,review_date,reviewer_name,reviewer_email,product_handle,reply,reply_date,source
Nice,Lovely tea,5,2026-03-05 10:00:00 UTC,Ann,,longjing,,,web
Bad,Broken cup,1,2026-03-06 10:00:00 UTC,Bob,,cup,Sorry!,2026-03-07 09:00:00 UTC,email
"""
LOOX = """id,handle,rating,author,email,body,created_at,photo_url,verified_purchase
a1,longjing,5,Ann,,Lovely tea,2026-03-05T10:00:00.000Z,,true
a2,cup,1,Bob,,Broken cup,2026-03-06T10:00:00.000Z,,true
"""
FEEDBACK = """Date\tRating\tComments\tYour Response\tOrder ID\tRater Email
3/25/26\t5\tFast\t\t111-1\tx@example.com
3/26/26\t1\tLate\tSorry\t111-2\ty@example.com
"""

TAOBAO_LIST = """订单编号,宝贝标题,商品ID,评价类型,评价内容,追加评价,评价时间,评价人,掌柜解释
="3000001",盖碗,61234,好评,很好喝,,2026-03-25 10:00:00,t**b,
="3000002",盖碗,61234,差评,破了,一周后裂开,2026-03-26 10:00:00,a**c,抱歉
"""


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (TAOBAO, "taobao-reviews"),
        (TAOBAO_LIST, "taobao-reviews"),
        (JUDGE_ME, "judgeme-reviews"),
        (LOOX, "loox-reviews"),
        (FEEDBACK, "amazon-feedback"),
    ],
)
def test_reviews_are_known_by_themselves_and_come_in_once(shop: Store, tmp_path: Path, text: str, layout: str) -> None:
    staged, import_id = came(shop, tmp_path, text)
    assert (staged.plan.kind, staged.plan.format, faults(staged)) == ("reviews", layout, [])
    assert (outcomes(staged), "channel" in staged.plan.columns) == (["new", "new"], False)
    assert [row["described"] for row in rows(shop, REVIEW_ROWS)] == [1, 5]
    assert outcomes(came(shop, tmp_path, text)[0]) == ["same", "same"]
    shop.do(take_back, import_id)
    assert rows(shop, REVIEW_ROWS) == []


def test_a_review_is_tied_goes_on_and_keeps_the_shops_answer(shop: Store, tmp_path: Path) -> None:
    _staged, import_id = came(shop, tmp_path, TAOBAO)
    low, good = rows(shop, REVIEW_ROWS)
    assert [good[key] for key in ("order_no", "sku", "stands")] == ["T-1", "TEA", "waits"]
    assert [low[key] for key in ("order_no", "sku", "stands")] == [None, None, "low"]
    shop.do(answer_review, 1, "Thank you")
    more, _id = came(shop, tmp_path, TAOBAO.replace("很好喝", "很好喝，回购"))
    assert outcomes(more) == ["changed", "same"]
    assert [rows(shop, REVIEW_ROWS)[1][key] for key in ("text", "reply")] == ["很好喝，回购", "Thank you"]
    with pytest.raises(UserError) as refused:
        shop.do(take_back, import_id)
    assert refused.value.code == "built_on"


def test_the_lists_go_out_and_come_back_edited(shop: Store, tmp_path: Path) -> None:
    came(shop, tmp_path, TAOBAO)
    came(shop, tmp_path, "日期,描述相符\n2026-03-01,4.85\n", "ratings")
    for source, header, value in ((REVIEW_ROWS, "Cause", "Damaged"), (RATING_DAY_ROWS, "Logistics", "4.9")):
        path = tmp_path / f"{source.sheet.name}.xlsx"
        with shop.read() as tx:
            write_grid(path, tx, source, Query(), columns=[one.key for one in source.sheet.columns if one.shown])
        assert set(outcomes(prepare(shop, path, Choices()))) == {"same"}
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        place = next(cell.column for row in page.iter_rows() for cell in row if cell.value == header)
        page.cell(page.max_row, place, value)
        book.save(path)
        staged = prepare(shop, path, Choices())
        assert (staged.problems, min(outcomes(staged))) == ([], "changed")
        run_import(shop, staged)
    assert rows(shop, REVIEW_ROWS)[-1]["cause"] == "Damaged"
    assert str(rows(shop, RATING_DAY_ROWS)[0]["logistics"]) == "4.9"


def test_cases_tasks_and_replies_go_out_and_come_back_edited(shop: Store, tmp_path: Path) -> None:
    shop.do(open_task, {"title": "Look into lids"})
    shop.do(add_reply, "Hello", "zh", "你好")
    lists: tuple[tuple[RowSource, str, str, dict[str, str | float]], ...] = (
        (CASE_ROWS, "Person", "Hua", {}),
        (TASK_ROWS, "Person", "Hua", {"What is to be done": "Ring the factory", "Money asked": 12.5}),
        (REPLY_ROWS, "Text", "您好", {"Name": "Bye", "Language": "EN", "Text": "Bye"}),
    )
    for source, header, value, added in lists:
        path = tmp_path / f"{source.sheet.name}.xlsx"
        with shop.read() as tx:
            write_grid(path, tx, source, Query())
        assert set(outcomes(prepare(shop, path, Choices()))) == {"same"}
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        places = {cell.value: cell.column for row in page.iter_rows() for cell in row if cell.value}
        last = page.max_row
        for name, cell in added.items():
            page.cell(last + 1, places[name], cell)
        page.cell(last, places[header], value)
        book.save(path)
        staged = prepare(shop, path, Choices())
        assert (staged.problems, outcomes(staged)) == ([], ["changed", "new"] if added else ["changed"])
        run_import(shop, staged)
    assert [row["person"] for row in rows(shop, CASE_ROWS)] == ["Hua"]
    told = [(row["title"], row["person"], row["claimed"]) for row in rows(shop, TASK_ROWS)]
    assert sorted(told, key=str) == [("Look into lids", "Hua", None), ("Ring the factory", None, Decimal("12.5"))]
    assert {(row["title"], row["language"], row["text"]) for row in rows(shop, REPLY_ROWS)} == {
        ("Hello", "zh", "您好"), ("Bye", "en", "Bye"),
    }  # fmt: skip
    shop.undo()
    assert len(rows(shop, REPLY_ROWS)) == 1


def test_two_replies_never_have_one_name_and_language(shop: Store) -> None:
    shop.do(add_reply, "Hello", "zh", "你好")
    other = shop.do(add_reply, "Hello", "en", "Hello").value
    with pytest.raises(UserError, match="already"):
        shop.do(edit_replies, [(other, "language", "ZH")])
    assert shop.do(edit_replies, [(other, "language", " FR ")]).value == 1


def test_stars_that_are_none_and_rows_told_twice_are_refused(shop: Store, tmp_path: Path) -> None:
    text = "order no,rating,review text,date\nT-1,9,x,2026-03-05\n"
    text += "T-1,5,x,2026-03-06\nT-1,4,y,2026-03-06\nT-2,,z,2026-03-06\n"
    with shop.read() as tx:
        text += f"T-2,5,z,{tx.today + timedelta(days=1)}\n"
    staged, _id = came(shop, tmp_path, text, "reviews")
    assert faults(staged) == [2, 4, 5, 6]
    assert [row["described"] for row in rows(shop, REVIEW_ROWS)] == [5]


def test_ratings_as_shown_are_set_and_taken_back(shop: Store, tmp_path: Path) -> None:
    text = "日期,描述相符,服务态度,物流服务\n2026-03-01,4.85,4.88,4.80\n2026-03-02,4.84,,6\n"
    staged, _first = came(shop, tmp_path, text, "ratings")
    assert [(problem.row, problem.value) for problem in staged.problems] == [(3, "6")]
    again, second = came(shop, tmp_path, text.replace("4.80", "4.70"), "ratings")
    assert outcomes(again)[0] == "changed"
    assert [str(row["logistics"]) for row in rows(shop, RATING_DAY_ROWS)] == ["4.7"]
    shop.do(take_back, second)
    assert [str(row["logistics"]) for row in rows(shop, RATING_DAY_ROWS)] == ["4.8"]


def test_contacts_come_back_with_their_results(shop: Store, tmp_path: Path) -> None:
    head = "customer_no,rule,means,contacted_on,result,again_on,note\n"
    text = (
        head + "ann,Win back,Text message,2026-03-05,Wants no more,,\nann,,phone,,,,\nbob,,sms,2026-03-05,reached,,\n"
    )
    staged, import_id = came(shop, tmp_path, text, "care")
    assert faults(staged) == [4]
    assert [row["result"] for row in rows(shop, CARE_LOG_ROWS)] == ["refused"]
    with shop.read() as tx:
        assert tx.scalars(select(Consent.is_given)) == [False]
    again, _id = came(shop, tmp_path, text, "care")
    assert outcomes(again)[:2] == ["same", "skipped"]
    shop.do(take_back, import_id)
    with shop.read() as tx:
        assert (rows(shop, CARE_LOG_ROWS), tx.scalars(select(Consent.is_given))) == ([], [])


def test_half_a_score_is_no_score(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("工单号,订单号,满意度,意见\n,T-1,4.5,\n", encoding="utf-8")
    staged = prepare(shop, path, Choices(kind="surveys", accept_proposal=True))
    assert list(staged.rejected_rows.values()) == ["4.5 is not a whole number"]


def test_answers_to_a_survey_are_those_of_their_cases(shop: Store, tmp_path: Path) -> None:
    text = "工单号,订单号,满意度,意见\n,T-1,2,太慢\nC9999,,5,\n,T-1,4,\n"
    staged, import_id = came(shop, tmp_path, text, "surveys")
    assert faults(staged) == [3, 4]
    with shop.read() as tx:
        assert [json.dumps([str(cell) for cell in row]) for row in fetch_scores(tx)] == [
            '["Damaged", "Mei", "1", "1", "2.00", "1"]'
        ]
        assert tx.scalars(select(CaseEvent.text)) == ["太慢"]
    again, _id = came(shop, tmp_path, text.replace(",2,", ",3,"), "surveys")
    assert outcomes(again)[0] == "changed"
    shop.do(take_back, _id)
    shop.do(take_back, import_id)
    with shop.read() as tx:
        assert (fetch_scores(tx), tx.scalars(select(CaseEvent.text))) == ([], [])
