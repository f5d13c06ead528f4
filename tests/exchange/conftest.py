"""Shops whose counter is open."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from tests.store_fixtures import Make

from shopdesk.exchange.demo import build_demo
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store

NOW = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
"""Noon in Shanghai, and it stays noon."""


def opened(store: Store, costing: Costing = Costing.MOVING_AVERAGE) -> Store:
    """Open a shop in an empty store: Shanghai, and its clock stands at NOW."""
    store._clock = lambda: NOW
    store.do(open_shop, "Tea & Ware", "CNY", "Asia/Shanghai", costing)
    return store


@pytest.fixture
def shop(new_store: Make) -> Store:
    """An open shop without anything in it, on both engines."""
    return new_store(opened)


@pytest.fixture
def file_shop(new_file_store: Make) -> Store:
    """An open shop in a file, for what the engine has no part in."""
    return new_file_store(opened)


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo shop with few orders, on the evening of 2026-11-22; nobody writes into it."""
    evening = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shopdesk.store.store.now_utc", lambda: evening)
        store = build_demo(tmp_path_factory.mktemp("demo") / "small.shopdesk", orders=500, today=date(2026, 11, 22))
    store._clock = lambda: evening
    yield store
    store.close()
