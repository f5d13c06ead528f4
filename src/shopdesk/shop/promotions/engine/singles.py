"""What one piece costs in a channel at a moment, without any code: priced once for all goods that are alike."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shopdesk.shop.promotions.engine.meetings import alike, together
from shopdesk.shop.promotions.engine.priced import Terms
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.rules import FULL, Basket, Line, Promotion


class Singles:
    """Single pieces of these lines' SKUs, at whatever price they are listed."""

    def __init__(self, terms: Terms, moment: datetime, lines: Sequence[Line], coin: int) -> None:
        self.moment, self.coin = moment, coin
        running = [one for one in terms.promotions if one.runs(moment)]
        self.terms, self.alike = terms, alike(terms, running)
        self.groups = together(lines, running)
        self.group_of = {line.sku_id: number for number, (found, _met) in enumerate(self.groups) for line in found}
        self.known: dict[tuple[int, int, int], int] = {}
        self.met: dict[tuple[int, int], Terms] = {}

    def cost(self, line: Line, channel_id: int) -> int:
        """What a line of one piece costs there."""
        key = self.group_of[line.sku_id], channel_id, line.price
        if key not in self.known:
            basket = Basket((line,), self.moment, channel_id, coin=self.coin, people=FULL)
            self.known[key] = sum(price(basket, self._terms(*key[:2])).paid)
        return self.known[key]

    def _terms(self, group: int, channel_id: int) -> Terms:
        """With the promotions that hold for a group of lines in a channel."""
        if (group, channel_id) not in self.met:
            first: dict[int, Promotion] = {}
            for one in self.groups[group][1]:
                if one.scope.is_for(channel_id, None):
                    first.setdefault(self.alike[one.promotion_id], one)
            self.met[group, channel_id] = replace(self.terms, promotions=tuple(first.values()))
        return self.met[group, channel_id]
