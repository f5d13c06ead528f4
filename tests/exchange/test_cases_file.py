"""A file of cases: claims of a channel come in once, go on with a later file, and are taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.exchange.counter import orders, take_in

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.actions import add_event, merge_cases, set_case_state, snooze_case
from shopdesk.shop.service.claims import count_claims, take_in_claims
from shopdesk.shop.service.clocks import ClockName
from shopdesk.shop.service.filed import known_cases
from shopdesk.shop.service.reports import CASE_ROWS, CaseFacts, find_case
from shopdesk.shop.service.rules import CaseState, EventKind
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.text import UserError

HEAD = "售后单号,平台,类型,问题描述,售后原因,订单号,申请时间,买家留言,首次回复时间,完结时间\n"
BROKEN = "AS-1,,Complaint,盖子碎了,Damaged,T-1,2026-11-02 10:00,盖子碎成两半,,"
LOST = "AS-2,taobao,,没收到,,T-404,2026-11-02 11:00,,,"


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    sold = {"order_no": "T-1", "state": "paid", "placed_at": "2026-11-01 10:00", "paid_at": "2026-11-01 10:05",
            "sku": "TEA", "quantity": 1, "unit_price": "50.00"}  # fmt: skip
    take_in(store, orders(sold))
    return store


def came(store: Store, folder: Path, *lines: str) -> tuple[Staged, int]:
    path = folder / "claims.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    staged = prepare(store, path, Choices(kind="cases", accept_proposal=True))
    return staged, run_import(store, staged)


def cases(store: Store) -> list[CaseFacts]:
    with store.read() as tx:
        found = [find_case(tx, case_id) for case_id, _row in fetch_first(tx, CASE_ROWS, Query())]
    return sorted((one for one in found if one), key=lambda one: str(one.row["case_no"]))


def told(case: CaseFacts) -> list[tuple[Any, ...]]:
    return [(one.kind, one.text, one.happened_at.isoformat()[:16]) for one in case.events]


def outcomes(staged: Staged) -> list[str]:
    return [item.outcome.value for item in staged.items]


def test_claims_come_in_once_and_what_is_not_known_is_noted(shop: Store, tmp_path: Path) -> None:
    staged, _import_id = came(shop, tmp_path, BROKEN, LOST)
    assert (staged.problems, outcomes(staged)) == ([], ["new", "new"])
    broken, lost = cases(shop)
    assert (broken.row["kind"], broken.row["order_no"], broken.row["reason"]) == ("complaint", "T-1", "Damaged")
    assert told(broken) == [("asked", "盖子碎成两半", "2026-11-02T02:00")]
    assert (lost.row["order_no"], lost.events[0].text) == (None, "T-404")
    again, _none = came(shop, tmp_path, BROKEN, LOST)
    assert outcomes(again) == ["same", "same"]


def test_a_later_file_adds_answer_and_solution_and_never_turns_back(shop: Store, tmp_path: Path) -> None:
    came(shop, tmp_path, BROKEN)
    later, import_id = came(shop, tmp_path, BROKEN[:-1] + "2026-11-02 10:20,2026-11-03 09:00")
    assert outcomes(later) == ["changed"]
    (case,) = cases(shop)
    assert case.row["state"] == "solved"
    assert [when for _kind, _text, when in told(case)] == ["2026-11-02T02:00", "2026-11-02T02:20", "2026-11-03T01:00"]
    older, _none = came(shop, tmp_path, BROKEN)
    assert outcomes(older) == ["same"]
    shop.do(take_back, import_id)
    (case,) = cases(shop)
    assert (case.row["state"], len(case.events)) == ("open", 1)


def test_an_import_of_cases_is_taken_back_whole(shop: Store, tmp_path: Path) -> None:
    _staged, import_id = came(shop, tmp_path, BROKEN, LOST)
    shop.do(take_back, import_id)
    assert cases(shop) == []


def test_what_was_written_in_a_case_stands_on_its_import(shop: Store, tmp_path: Path) -> None:
    _staged, import_id = came(shop, tmp_path, BROKEN)
    (case,) = cases(shop)
    shop.do(add_event, case.case_id, EventKind.NOTE, "Sent a new lid")
    with pytest.raises(UserError) as refused:
        shop.do(take_back, import_id)
    assert (refused.value.code, refused.value.values["names"]) == ("built_on", "Write in case C0001")
    shop.undo()
    shop.do(take_back, import_id)
    assert cases(shop) == []


def test_a_number_told_twice_is_refused_with_both_rows(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(HEAD + BROKEN + "\n" + BROKEN + "\n", encoding="utf-8")
    staged = prepare(shop, path, Choices(kind="cases", accept_proposal=True))
    (problem,) = staged.problems
    assert (problem.row, problem.value) == (3, "AS-1")
    run_import(shop, staged, good_rows=True)
    assert len(cases(shop)) == 1


def test_known_cases_are_read_with_as_few_statements_whatever_their_number(shop: Store, tmp_path: Path) -> None:
    came(shop, tmp_path, *(f"AS-{number},,Complaint,Broken,,,2026-11-02 10:00,,," for number in range(20)))

    def statements(numbers: int) -> int:
        told = list[str]()
        with shop.read() as tx:
            event.listen(
                tx.connection, "before_cursor_execute", lambda _c, _k, statement, *_more: told.append(statement)
            )
            assert len(known_cases(tx, (f"AS-{number}" for number in range(numbers)))) == numbers
        return len(told)

    assert statements(20) == statements(2) > 0


def test_a_number_that_two_channels_share_is_never_guessed(shop: Store, tmp_path: Path) -> None:
    for channel in ("taobao", "douyin"):
        came(shop, tmp_path, f"AS-7,{channel},,Lid,,,2026-11-02 11:00,,,")
    path = tmp_path / "claims.csv"
    path.write_text(HEAD + "AS-7,,,Lid,,,2026-11-02 11:00,,,\n", encoding="utf-8")
    staged = prepare(shop, path, Choices(kind="cases", accept_proposal=True))
    (problem,) = staged.problems
    assert "AS-7" in problem.message.format(**problem.values)
    assert len(cases(shop)) == 2


def test_the_channels_deadline_and_the_lot_come_with_the_file(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    head = HEAD.strip() + ",处理截止时间,批号\n"
    path.write_text(head + BROKEN + ",2026-11-04 10:00,L-404\n", encoding="utf-8")
    run_import(shop, prepare(shop, path, Choices(kind="cases", accept_proposal=True)))
    (case,) = cases(shop)
    assert case.row["opened_at"] < case.clocks[ClockName.PLATFORM].due_at
    assert "L-404" in [one.text for one in case.events]
    path.write_text(head + BROKEN + ",2026-11-05 10:00,\n", encoding="utf-8")
    later = prepare(shop, path, Choices(kind="cases", accept_proposal=True))
    assert outcomes(later) == ["changed"]


def claims(shop: Store, folder: Path, *rows: str) -> None:
    """The after-sale list of Douyin, as its export has it."""
    path = folder / "after-sales.csv"
    head = "售后单号,订单号,商品单号,售后状态,售后类型,退商品金额（元）,售后申请时间,售后完结时间,售后原因\n"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    run_import(shop, prepare(shop, path, Choices()))


def test_claims_of_an_after_sale_list_are_cases_until_they_end(shop: Store, tmp_path: Path) -> None:
    waits = "7001,6900000000000000001,1,售后待处理,退货退款,50.00,2026-11-02 10:00,,商品破损"
    given = "7002,6900000000000000002,1,退款成功,仅退款,50.00,2026-11-01 10:00,2026-11-02 10:00,少件"
    claims(shop, tmp_path, waits, given)
    with shop.read() as tx:
        assert count_claims(tx) == 1
    assert shop.do(take_in_claims).value == 1
    (case,) = cases(shop)
    assert (case.row["kind"], case.row["reason"], case.row["channel"]) == ("return", "商品破损", "Douyin")
    assert case.row["opened_at"] == datetime(2026, 11, 2, 2, tzinfo=UTC), "when the buyer asked"
    assert shop.do(take_in_claims).value == 0
    claims(shop, tmp_path, waits.replace("售后待处理", "退款成功").replace("10:00,,", "10:00,2026-11-03 10:00,"))
    assert shop.do(take_in_claims).value == 1
    assert cases(shop)[0].row["state"] == "solved"
    shop.undo()
    assert cases(shop)[0].row["state"] == "open"


def test_a_list_of_conversations_needs_no_titles_and_tells_what_buyers_thought(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "飞鸽会话.csv"
    path.write_text(
        "会话ID,买家昵称,客服,咨询时间,首次回复时间,结束时间,会话内容,满意度,订单号\n"
        "98001,张**,小雨,2026-11-20 10:00:12,2026-11-20 10:00:40,2026-11-20 10:20:00,请问什么时候发货,5,T-1\n"
        "98002,李**,阿强,2026-11-20 11:00:12,,,,,\n"
        "98003,王**,阿强,2026-11-20 11:00:12,,,好,9,\n",
        encoding="utf-8",
    )
    staged = prepare(shop, path, Choices(kind="cases", accept_proposal=True))
    assert [problem.row for problem in staged.problems] == [4]
    run_import(shop, staged, good_rows=True)
    told = [(one.row["title"], one.row["person"], one.row["satisfaction"], one.row["state"]) for one in cases(shop)]
    assert told == [("请问什么时候发货", "小雨", 5, "solved"), ("98002", "阿强", None, "open")]


def talk(shop: Store, folder: Path, *messages: str) -> list[str]:
    """A log of conversations, one row a message."""
    path = folder / "聊天记录.csv"
    path.write_text("会话ID,发送时间,角色,客服,消息内容\n" + "\n".join(messages) + "\n", encoding="utf-8")
    staged = prepare(shop, path, Choices(kind="cases", accept_proposal=True))
    assert staged.problems == []
    run_import(shop, staged)
    return outcomes(staged)


def test_a_log_of_messages_becomes_conversations_and_a_later_one_wakes_them(shop: Store, tmp_path: Path) -> None:
    asked = "98010,2026-11-20 10:00:12,买家,,在吗"
    answered = "98010,2026-11-20 10:01:12,客服,小雨,在的亲"
    assert talk(shop, tmp_path, asked, answered, "98011,2026-11-20 12:05:12,买家,,什么时候发货") == ["new"] * 3
    first, second = cases(shop)
    assert (first.row["kind"], first.row["title"], second.row["title"]) == ("enquiry", "在吗", "什么时候发货")
    assert [(one.kind, one.person, one.text) for one in first.events] == [
        ("asked", None, "在吗"), ("answered", "小雨", "在的亲"),
    ]  # fmt: skip
    assert first.clocks[ClockName.FIRST_REPLY].seconds == 60
    shop.do(set_case_state, [first.case_id], CaseState.SOLVED)
    shop.do(snooze_case, second.case_id, datetime(2100, 1, 1, tzinfo=UTC))
    again = "98010,2026-11-21 09:00:00,买家,,壶盖碎了"
    assert talk(shop, tmp_path, asked, answered, again, "98011,2026-11-21 12:00:00,买家,,?") == [
        "same", "same", "new", "new",
    ]  # fmt: skip
    first, second = cases(shop)
    assert (first.row["state"], second.row["snoozed_until"]) == ("open", None)


def test_a_message_without_words_comes_in_once(shop: Store, tmp_path: Path) -> None:
    picture = "98012,2026-11-20 10:00:12,买家,,"
    assert talk(shop, tmp_path, picture) == ["new"]
    shop.do(set_case_state, [cases(shop)[0].case_id], CaseState.SOLVED)
    assert talk(shop, tmp_path, picture) == ["same"]
    assert cases(shop)[0].row["state"] == "solved"


def test_a_log_without_times_comes_in_once_and_goes_on(shop: Store, tmp_path: Path) -> None:
    log = ["98010,,买家,,在吗", "98010,,客服,小雨,在", "98010,,买家,,在吗"]
    assert talk(shop, tmp_path, *log) == ["new"] * 3
    assert talk(shop, tmp_path, *log) == ["same"] * 3
    assert talk(shop, tmp_path, *log, "98010,,买家,,在吗") == ["same", "same", "same", "new"]
    assert len(cases(shop)[0].events) == 4


@pytest.mark.parametrize(
    ("line", "header"),
    [
        ("AS-3,,Complaint,x,,,2099-01-01 10:00,,,", "申请时间"),
        ("AS-3,,Complaint,x,,,1900-01-01 10:00,,,", "申请时间"),
        ("AS-3,,Complaint,x,,,2026-11-02 10:00,,2026-11-02 09:00,", "首次回复时间"),
        ("AS-3,,Complaint,x,,,2026-11-02 10:00,,,2026-11-01", "完结时间"),
        ("AS-1,,Complaint,x,,,,,,2026-11-02 09:00", "完结时间"),
    ],
)
def test_no_case_of_a_day_to_come_or_with_its_end_before_its_beginning(
    shop: Store, tmp_path: Path, line: str, header: str
) -> None:
    came(shop, tmp_path, BROKEN)
    path = tmp_path / "claims.csv"
    path.write_text(HEAD + line + "\n", encoding="utf-8")
    staged = prepare(shop, path, Choices(kind="cases", accept_proposal=True))
    assert [(one.row, one.header) for one in staged.problems] == [(2, header)]
    assert staged.problems[0].value[:10] in line


def test_a_column_of_times_is_one_though_a_cell_says_1900(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(HEAD + BROKEN + "\nAS-2,,Complaint,x,,,1900-01-01,,,\n", encoding="utf-8")
    staged = prepare(shop, path, Choices(kind="cases", accept_proposal=True))
    assert [(one.row, one.header) for one in staged.problems] == [(3, "申请时间")]


def test_a_case_solved_on_the_day_it_was_opened_may_say_no_time(shop: Store, tmp_path: Path) -> None:
    came(shop, tmp_path, BROKEN[:-1] + ",2026-11-02")
    (case,) = cases(shop)
    assert (case.row["state"], case.events[-1].happened_at) == ("solved", case.row["opened_at"])


def test_a_message_to_a_merged_case_wakes_the_one_that_was_kept(shop: Store, tmp_path: Path) -> None:
    asked = "98010,2026-11-20 10:00:12,买家,,在吗"
    talk(shop, tmp_path, asked, "98011,2026-11-20 12:05:12,买家,,什么时候发货")
    kept, merged = cases(shop)
    shop.do(merge_cases, [merged.case_id], kept.case_id)
    shop.do(set_case_state, [kept.case_id], CaseState.SOLVED)
    assert talk(shop, tmp_path, asked, "98011,2026-11-21 09:00:00,买家,,?") == ["same", "new"]
    kept, merged = cases(shop)
    assert (kept.row["state"], merged.row["state"], kept.events[-1].state) == ("open", "merged", "open")


def test_the_same_file_does_not_solve_a_case_that_was_opened_again(shop: Store, tmp_path: Path) -> None:
    solved = BROKEN[:-1] + "2026-11-02 10:20,2026-11-03 09:00"
    came(shop, tmp_path, solved)
    shop.do(add_event, cases(shop)[0].case_id, EventKind.ASKED, "Broke again")
    again, _none = came(shop, tmp_path, solved)
    assert outcomes(again) == ["same"]
    after = datetime.now(UTC) + timedelta(days=2)
    shop._clock = lambda: after
    later, _import_id = came(shop, tmp_path, BROKEN[:-1] + f"2026-11-02 10:20,{after:%Y-%m-%d} 09:00")
    assert (outcomes(later), cases(shop)[0].row["state"]) == (["changed"], "solved")


def test_a_claim_says_until_when_the_channel_waits(shop: Store, tmp_path: Path) -> None:
    head = "退款编号,订单编号,退款状态,买家退款金额,退款的申请时间,退款完结时间,超时时间\n"
    path = tmp_path / "退款.csv"

    def told(due: str) -> int:
        path.write_text(f"{head}8001,T-1,待商家处理,10.00,2026-11-02 10:00:00,,{due}\n", encoding="utf-8")
        staged = prepare(shop, path, Choices())
        assert (staged.plan.format, staged.problems) == ("taobao-refunds", [])
        run_import(shop, staged)
        taken: int = shop.do(take_in_claims).value
        return taken

    assert told("2026-11-04 10:00:00") == 1
    assert cases(shop)[0].clocks[ClockName.PLATFORM].due_at == datetime(2026, 11, 4, 2, tzinfo=UTC)
    assert told("还剩1天") == 0
    assert told("2026-11-06 10:00:00") == 1
    assert cases(shop)[0].clocks[ClockName.PLATFORM].due_at == datetime(2026, 11, 6, 2, tzinfo=UTC)


def test_a_claim_of_a_day_alone_waits_since_the_shop_opened(shop: Store, tmp_path: Path) -> None:
    claims(shop, tmp_path, "7001,6900000000000000001,1,售后待处理,退货退款,50.00,2026-11-02,,商品破损")
    shop.do(take_in_claims)
    assert cases(shop)[0].row["opened_at"] == datetime(2026, 11, 2, 1, tzinfo=UTC)


def test_a_claim_that_ended_does_not_solve_a_case_that_was_opened_again(shop: Store, tmp_path: Path) -> None:
    waits = "7001,6900000000000000001,1,售后待处理,退货退款,50.00,2026-11-02 10:00,,商品破损"
    claims(shop, tmp_path, waits)
    shop.do(take_in_claims)
    claims(shop, tmp_path, waits.replace("售后待处理", "退款成功").replace("10:00,,", "10:00,2026-11-03 10:00,"))
    shop.do(take_in_claims)
    shop.do(add_event, cases(shop)[0].case_id, EventKind.ASKED, "No money came")
    assert shop.do(take_in_claims).value == 0
    assert cases(shop)[0].row["state"] == "open"
