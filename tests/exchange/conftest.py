"""Shops whose counter is open."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store_fixtures import Make

from shopdesk.exchange.demo import build_demo
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store

NOW = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
"""Noon in Shanghai, and it stays noon."""
EVENING = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""When the small demo shop is looked at."""
FEW = 500
"""Orders that it is asked to have."""


def demo_of_few(path: Path) -> Store:
    """The demo shop with few orders, on that evening."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shopdesk.store.store.now_utc", lambda: EVENING)
        store = build_demo(path, orders=FEW, today=EVENING.date())
    store._clock = lambda: EVENING
    return store


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
    """The demo shop with few orders; nobody writes into it."""
    store = demo_of_few(tmp_path_factory.mktemp("demo") / "small.shopdesk")
    yield store
    store.close()
