"""The traffic mix: shares and aims by hand, one report believed, clicks of advertising, undo."""

from datetime import date
from decimal import Decimal

import pytest

from shopdesk.shop.listings.rules import Source
from shopdesk.shop.listings.traffic.actions import Told, keep_traffic
from shopdesk.shop.listings.traffic.mix import ADS, USUAL, fetch_aims, fetch_mix, forget_aims, judge, set_aim
from shopdesk.shop.listings.traffic.mix_sheets import MIX, Verdict
from shopdesk.shop.listings.traffic.sources import path_of, source_of
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import AdSpend, Channel
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
D = Decimal


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(open_channels)
    return store


@action("test.channels", "Channels")
def open_channels(tx: Tx) -> None:
    for code in ("taobao", "amazon"):
        tx.insert(Channel, code=code, title=code, currency="CNY")


@action("test.mix", "Mix")
def tell(tx: Tx, channel_id: int, day: int, report: str, target: str, visitors: dict[str, int]) -> None:
    told = []
    for name, count in visitors.items():
        on = date(2026, 11, day)
        source = source_of(path_of(name)).value
        told.append(Told(target, "", source, name, report, on, on, {"visitors": count}, 1, channel_id=channel_id))
    keep_traffic(tx, told)


@action("test.ads", "Ads")
def advertise(tx: Tx, channel_id: int, day: int, clicks: int) -> None:
    tx.insert(
        AdSpend, channel_id=channel_id, platform="", campaign="", target="", spent_on=date(2026, 11, day),
        currency="CNY", amount=D(5), clicks=clicks,
    )  # fmt: skip


def channels(store: Store) -> tuple[int, int]:
    with store.read() as tx:
        found = tx.scalars(Channel.__table__.select().with_only_columns(Channel.channel_id).order_by(Channel.code))
    return found[-1], found[0] if len(found) == 2 else found[-2]


def visitors(store: Store, channel_id: int | None = None) -> dict[str, int]:
    with store.read() as tx:
        return {one.source.value: one.visitors for one in fetch_mix(tx, FIRST, LAST, channel_id) if one.visitors}


def test_shares_stand_against_their_aims(shop: Store) -> None:
    taobao, _other = channels(shop)
    shop.do(tell, taobao, 3, "sycm", "", {"手淘搜索": 640, "手淘推荐": 60, "直通车": 150, "会员": 100, "站外": 50})
    with shop.read() as tx:
        mix = {one.source: one for one in fetch_mix(tx, FIRST, LAST)}
    assert [(one.visitors, one.share) for one in mix.values()] == [
        (700, D("0.7")), (0, D(0)), (100, D("0.1")), (0, D(0)), (150, D("0.15")), (50, D("0.05")),
    ]  # fmt: skip
    assert [one.verdict.value for one in mix.values()] == ["kept", "free", "kept", "under", "over", "kept"]
    assert (mix[Source.PAID].off, mix[Source.CAMPAIGNS].off) == (D("0.05"), D("-0.1"))
    assert mix[Source.SEARCH].parts == [("手淘搜索", 640), ("手淘推荐", 60)]
    assert len(mix[Source.SEARCH].row()) == len(MIX.columns)


def test_few_visitors_are_not_judged_and_none_is_no_mix(shop: Store) -> None:
    assert visitors(shop) == {}
    shop.do(tell, channels(shop)[0], 3, "sycm", "", {"手淘搜索": 99})
    with shop.read() as tx:
        assert {one.verdict for one in fetch_mix(tx, FIRST, LAST)} == {Verdict.FEW}


def test_one_report_is_believed_of_a_day_and_listings_only_where_the_channel_is_not_told(shop: Store) -> None:
    taobao, other = channels(shop)
    shop.do(tell, taobao, 3, "sycm", "", {"手淘搜索": 100, "直通车": 10})
    shop.do(tell, taobao, 3, "own", "", {"搜索": 90})
    shop.do(tell, taobao, 4, "own", "", {"搜索": 7})
    shop.do(tell, taobao, 3, "part", "620001", {"手淘搜索": 60})
    shop.do(tell, other, 3, "part", "620001", {"search": 5})
    assert visitors(shop, taobao) == {"search": 107, "paid": 10}
    assert visitors(shop, other) == {"search": 5}
    assert visitors(shop) == {"search": 112, "paid": 10}


def test_clicks_of_advertising_stand_for_what_was_paid_where_no_report_tells_it(shop: Store) -> None:
    taobao, other = channels(shop)
    for channel in (taobao, other):
        shop.do(advertise, channel, 5, 30)
    shop.do(tell, taobao, 3, "sycm", "", {"手淘搜索": 100})
    shop.do(tell, other, 3, "own", "", {"search": 100, "ads": 8})
    assert visitors(shop, taobao) == {"search": 100, "paid": 30}
    assert visitors(shop, other) == {"search": 100, "paid": 8}
    with shop.read() as tx:
        assert [one.parts for one in fetch_mix(tx, FIRST, LAST, taobao) if one.source is Source.PAID] == [[(ADS, 30)]]


def test_aims_are_of_the_shop_or_of_a_channel_and_can_be_undone(shop: Store) -> None:
    taobao, other = channels(shop)
    shop.do(set_aim, None, Source.PAID, (None, D("0.3")))
    shop.do(set_aim, taobao, Source.PAID, (D("0.1"), None))

    def paid(channel_id: int | None) -> tuple[D | None, D | None]:
        with shop.read() as tx:
            return fetch_aims(tx, channel_id)[Source.PAID]

    assert [paid(one) for one in (None, taobao, other)] == [(None, D("0.3")), (D("0.1"), None), (None, D("0.3"))]
    shop.do(forget_aims, taobao)
    assert paid(taobao) == (None, D("0.3"))
    for _time in range(3):
        shop.undo()
    assert paid(None) == USUAL[Source.PAID]
    shop.redo()
    assert paid(other) == (None, D("0.3"))


@pytest.mark.parametrize(
    ("source", "aim", "code"),
    [
        (Source.PAID, (D("0.5"), D("0.4")), "most"), (Source.PAID, (D("-0.1"), None), "least"),
        (Source.PAID, (None, D("1.1")), "most"), (Source.OTHER, (D("0.2"), None), "least"),
    ],
)  # fmt: skip
def test_aims_that_cannot_be_met_are_refused(
    shop: Store, source: Source, aim: tuple[D | None, D | None], code: str
) -> None:
    with pytest.raises(UserError) as told:
        shop.do(set_aim, None, source, aim)
    assert told.value.code == code


def test_the_bounds_themselves_are_kept() -> None:
    assert [judge(D(share), (D("0.1"), D("0.2"))).value for share in ("0.09", "0.1", "0.2", "0.21")] == [
        "under", "kept", "kept", "over",
    ]  # fmt: skip
