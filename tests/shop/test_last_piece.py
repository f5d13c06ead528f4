"""Two programs on one store want the last piece: exactly one gets it, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from typing import Any

from tests.beside import PROCESSES
from tests.exchange.counter import assert_sound, order, stock
from tests.shop.racers import keep, send
from tests.shop.way import bring, kept, levels, oid, sold, state, stocked

from shopdesk.store.store import Store


def race(run: Callable[..., None], calls: list[tuple[Any, ...]]) -> list[tuple[int, str]]:
    """Run each call in a process of its own, all let go at once; what they told."""
    start, told = PROCESSES.Barrier(len(calls)), PROCESSES.Queue()
    children = [PROCESSES.Process(target=run, args=(*call, start, told)) for call in calls]
    for child in children:
        child.start()
    said = [told.get(timeout=120) for _child in children]
    for child in children:
        child.join(120)
    return sorted(said)


def test_of_two_programs_one_keeps_the_last_pot(store: Store) -> None:
    stocked(store)
    bring(store, sold("A-1", ("POT-1", 1)), sold("A-2", ("POT-1", 1)))
    said = race(keep, [(store.where, oid(store, number)) for number in ("A-1", "A-2")])
    assert sorted(word for _order, word in said) == ["kept", "short"]
    assert sum(kept(store).values()) == 1 == levels(store)["POT-1", "Main warehouse"]
    assert_sound(store)


def test_of_two_programs_one_ships_an_order(store: Store) -> None:
    stocked(store)
    bring(store, sold("A-1", ("POT-1", 1)))
    said = race(send, [(store.where, oid(store, "A-1"), waybill) for waybill in ("SF1", "SF2")])
    words = {word for _order, word in said}
    assert "not_open" in words
    assert (words - {"not_open"}) == {order(store, "A-1").order.waybill}
    assert (state(store, "A-1"), stock(store)["POT-1"]) == ("shipped", 0)
    assert_sound(store)


def test_of_two_programs_one_ships_the_last_pot(store: Store) -> None:
    """Two orders, one piece: whoever comes second is told that nothing is left, and nothing goes below zero."""
    stocked(store)
    bring(store, sold("A-1", ("POT-1", 1)), sold("A-2", ("POT-1", 1)))
    said = race(send, [(store.where, oid(store, number), "SF1") for number in ("A-1", "A-2")])
    assert sorted(word for _order, word in said) == ["SF1", "oversold"]
    assert sorted(state(store, number) for number in ("A-1", "A-2")) == ["paid", "shipped"]
    assert stock(store)["POT-1"] == 0
    assert_sound(store)
