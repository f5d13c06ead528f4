"""A tab comes to the newest place that it was asked for, and not before it knows the shop."""

from typing import Any

from shopdesk.desk.arrival import Arrival


def test_the_newest_place_waits_until_the_shop_is_known() -> None:
    come: list[dict[str, Any]] = []
    arrival = Arrival(lambda **where: come.append(where))
    arrival.come(order_id=1)
    arrival.come(order_id=2, quick="unpaid")
    assert come == []
    assert arrival.know()
    assert come == [{"order_id": 2, "quick": "unpaid"}]
    assert not arrival.know()
    arrival.come()
    assert come[1:] == [{}]
