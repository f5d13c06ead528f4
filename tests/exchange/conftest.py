"""Shops whose counter is open."""

from datetime import UTC, datetime

import pytest
from tests.store_fixtures import Make

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
