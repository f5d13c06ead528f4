"""The promotions of the demo shop explain to the cent what its buyers paid."""

from tests.exchange.conftest import EVENING, FEW

from shopdesk.exchange.demo.build import DAYS, SEED, ZONE
from shopdesk.exchange.demo.life import live
from shopdesk.exchange.demo.promotions import CODE, WORTH
from shopdesk.shop.promotions.engine.baskets import Wanted, basket_of
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.engine.terms import fetch_terms
from shopdesk.shop.promotions.reports import PROMOTION_ROWS, USE_ROWS
from shopdesk.store.rows import Query, count
from shopdesk.store.store import Store

SHIPPING = 80_000


def test_every_order_of_the_demo_pays_what_its_promotions_say(small_demo: Store) -> None:
    orders = live(SEED, EVENING.date(), DAYS, FEW).orders
    with small_demo.read() as tx:
        terms = fetch_terms(tx)
        for order in orders:
            wanted = [Wanted(line.good.code, line.pieces * 1_000, int(line.price * 10_000)) for line in order.lines]
            codes = (CODE,) if order.discount == WORTH else ()
            moment = order.placed.replace(tzinfo=ZONE)
            priced = price(basket_of(tx, wanted, moment, coupons=codes, shipping=SHIPPING), terms)
            assert priced.total == order.total * 10_000, order.number
        used = [order for order in orders if order.discount == WORTH and order.state not in {"unpaid", "cancelled"}]
        assert count(tx, USE_ROWS, Query()) == len(used) > 0
        assert count(tx, PROMOTION_ROWS, Query(filters=(("state", "draft"),))) == 2
