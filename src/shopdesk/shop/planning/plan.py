"""The plan: demand, classes, ages and a proposal for every SKU of the shop, figured in one reading of its moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

import numpy as np

from shopdesk.shop.planning import read
from shopdesk.shop.planning.read import Lead, Offer, OwnPolicy, Policy, Shelf, money, real
from shopdesk.shop.planning.rules import (
    MONTHS_TO_JUDGE,
    YEAR,
    Needs,
    ages,
    classes_by_value,
    propose,
    ratio,
    variability,
)
from shopdesk.shop.planning.series import PIECE, RECEIVED, Demand, Moves, Whole, average, by_bucket, demand, sales
from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.profit.reports import fetch_sku_buckets
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.tables import SkuPlan
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE

COLUMNS: Final = tuple(column.key for column in SkuPlan.__table__.columns)
"""The columns of a row of the plan, in order."""
LONGEST: Final = 36_500.0
"""Days of cover are told up to a hundred years."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days that end today: those of demand, and the year of classes, twelve full months and this one."""

    today: date
    year_from: date
    demand_days: int

    @property
    def year_days(self) -> int:
        """How many days the year has so far."""
        return (self.today - self.year_from).days + 1

    @property
    def month_borders(self) -> Whole:
        """The first day of each month of the year, counted from its first."""
        firsts = [_months_later(self.year_from, months) for months in range(MONTHS_TO_JUDGE + 1)]
        return np.array([(first - self.year_from).days for first in firsts], np.int64)


def span_of(today: date, policy: Policy) -> Span:
    """The days that a plan of today looks at."""
    return Span(today, _months_later(today.replace(day=1), -MONTHS_TO_JUDGE), policy.window_days)


def _months_later(first: date, months: int) -> date:
    month = first.year * 12 + first.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def figure_plan(tx: Tx) -> list[tuple[Any, ...]]:
    """One row of `COLUMNS` for each SKU that is not withdrawn, as the store keeps them. Reads only."""
    return list(_Planner(tx).rows())


class _Planner:
    """Everything that is read once, and the rows that come of it."""

    def __init__(self, tx: Tx) -> None:
        self.policy = read.fetch_policy(tx)
        self.span = span = span_of(tx.today, self.policy)
        self.shelves = read.fetch_shelves(tx)
        places = self._places()
        moves = read.fetch_moves(tx, places, min(span.year_from, self._demand_from), span.today)
        self.alive = read.fetch_first_days(tx, places, span.year_from)
        self.tracked = read.fetch_tracked(tx, places)
        self._read_series(moves, read.fetch_first_days(tx, places, self._demand_from))
        self._read_profit(tx)
        self.offers, self.leads = read.fetch_offers(tx), read.fetch_leads(tx)
        self.last_suppliers = read.fetch_last_suppliers(tx)
        self.own, self.on_order = read.fetch_own_policies(tx, span.today), read.fetch_on_order(tx)
        incoming = groupby(read.fetch_incoming(tx, span.today), lambda row: row[0])
        self.came = {sku_id: [(age, pieces) for _sku, age, pieces in rows] for sku_id, rows in incoming}

    @property
    def _demand_from(self) -> date:
        return self.span.today - timedelta(days=self.span.demand_days - 1)

    def _places(self) -> Whole:
        ids = np.array([shelf.sku_id for shelf in self.shelves], np.int64)
        places = np.full(int(ids.max(initial=0)) + 1, -1, np.int64)
        places[ids] = np.arange(len(ids))
        return places

    def _read_series(self, moves: Moves, alive: Whole) -> None:
        span, count = self.span, len(self.shelves)
        lead = (min(span.year_from, self._demand_from) - span.year_from).days
        on_hand = np.array([shelf.on_hand for shelf in self.shelves], np.int64)
        values = np.array([shelf.value or 0 for shelf in self.shelves], np.int64)
        year = moves.since(-lead) if lead else moves
        self.demand: Demand = demand(
            moves.since((self._demand_from - min(span.year_from, self._demand_from)).days), on_hand,
            np.minimum(alive, span.demand_days), self.tracked, span.demand_days,
        )  # fmt: skip
        self.average = average(year, values, span.year_days)
        sold, borders = sales(year), span.month_borders
        self.units = np.bincount(sold.sku, weights=sold.quantity, minlength=count)
        month = np.searchsorted(borders, sold.day, side="right") - 1
        self.by_month = by_bucket(sold.sku, month, sold.quantity, count, len(borders))[:, :MONTHS_TO_JUDGE]
        came = year.order == RECEIVED
        self.received = np.bincount(year.sku[came], weights=year.quantity[came], minlength=count)
        self.last_sold = np.full(count, -1, np.int64)
        np.maximum.at(self.last_sold, sold.sku, sold.day)

    def _read_profit(self, tx: Tx) -> None:
        found: dict[int | None, Figures] = {}
        year = Scope(self.span.year_from, None, None)
        for (_bucket, _channel, sku_id), figures in fetch_sku_buckets(tx, year).items():
            found.setdefault(sku_id, Figures()).add(figures)
        self.profit = found
        self.classes = classes_by_value(
            {shelf.sku_id: int(self._figures(shelf).net_sales * MONEY_SCALE) for shelf in self.shelves}
        )

    def _figures(self, shelf: Shelf) -> Figures:
        return self.profit.get(shelf.sku_id) or Figures()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows of the plan, by SKU."""
        for place, shelf in enumerate(self.shelves):
            offer = self.offers.get(shelf.sku_id)
            row = {
                "sku_id": shelf.sku_id,
                "supplier_id": self._supplier(shelf, offer),
                "on_hand": shelf.on_hand,
                "reserved": shelf.reserved,
                "on_order": self.on_order.get(shelf.sku_id, 0),
                **self._buy(place, shelf, offer),
                **self._know(place, shelf),
            }
            yield tuple(row[name] for name in COLUMNS)

    def _supplier(self, shelf: Shelf, offer: Offer | None) -> int | None:
        """Who sells it: the preferred offer's supplier, else its product's, else whoever delivered it last."""
        return offer.supplier_id if offer else shelf.supplier_id or self.last_suppliers.get(shelf.sku_id)

    def _buy(self, place: int, shelf: Shelf, offer: Offer | None) -> dict[str, Any]:
        """Demand and what to buy for it."""
        own, found = self.own.get(shelf.sku_id, OwnPolicy()), self.demand
        rate = float(found.per_day[place])
        lead = read.lead_of(own, offer, self.leads, self._supplier(shelf, offer), self.policy)
        cost = self._unit_cost(place, shelf)
        needs = Needs(
            demand=None if np.isnan(rate) else rate, sigma=float(found.sigma[place]), lead_days=lead.days,
            lead_sigma=lead.sigma, on_hand=shelf.on_hand / PIECE, reserved=shelf.reserved / PIECE,
            on_order=self.on_order.get(shelf.sku_id, 0) / PIECE,
            service_level=own.service_level or self.policy.service_level, lift=own.lift, unit_cost=money(cost),
            order_cost=self.policy.order_cost, holding_rate=self.policy.holding_rate,
            pack=real(offer.pack) if offer else None, minimum=real(offer.minimum) if offer else None,
            cover_days=self.policy.cover_days, is_paused=own.is_paused,
            is_tracked=bool(self.tracked[place]),
        )  # fmt: skip
        return {
            "sold": int(found.sold[place]), "spikes": int(found.spikes[place]),
            "days_in_stock": int(found.days_in_stock[place]), "demand": _rate(needs.demand),
            "sigma": _rate(needs.sigma), "lost": _tenth(float(found.lost[place])), "unit_cost": cost,
            **proposed(needs, lead),
        }  # fmt: skip

    def _know(self, place: int, shelf: Shelf) -> dict[str, Any]:
        """Classes, ages and what the year says."""
        figures, span = self._figures(shelf), self.span
        cv, letter = (None, "")
        if self.alive[place] == 0:
            cv, letter = variability([int(units) for units in self.by_month[place]])
        cogs = None if figures.untold_units else float(figures.cogs)
        worth = None if shelf.value is None and shelf.on_hand else float(self.average[place]) / MONEY_SCALE
        turnover = ratio(cogs, worth)
        profit = None if cogs is None else float(figures.gross_profit)
        years = span.year_days / YEAR
        buckets, oldest = ages(max(shelf.on_hand, 0), self.came.get(shelf.sku_id, ()))
        gmroi = ratio(profit, worth)
        last = int(self.last_sold[place])
        quiet = span.year_days if last < 0 else span.year_days - 1 - last
        named = zip(("age_30", "age_90", "age_180", "age_365", "age_more"), buckets, strict=True)
        return {
            "abc": self.classes[shelf.sku_id], "xyz": letter, "cv": _rate(cv),
            "revenue": int(figures.net_sales * MONEY_SCALE), "units": int(self.units[place]),
            "cogs": _amount(cogs), "average_value": _amount(worth), "received": int(self.received[place]),
            "turnover": _rate(None if turnover is None else turnover / years),
            "gmroi": _rate(None if gmroi is None else gmroi / years),
            "sell_through": _rate(ratio(float(self.units[place]), float(self.received[place]))), **dict(named),
            "oldest_on": None if oldest is None else (span.today - timedelta(days=oldest)).isoformat(),
            "dead": int(shelf.on_hand > 0 and quiet >= self.policy.dead_days and self._is_old(place)),
            "last_sold_on": None if last < 0 else (span.year_from + timedelta(days=last)).isoformat(),
        }  # fmt: skip

    def _unit_cost(self, place: int, shelf: Shelf) -> int | None:
        """What a piece costs: what those on hand came to, else the stated cost, else what those sold had cost."""
        if shelf.value is not None and shelf.on_hand > 0:
            return round(shelf.value * PIECE / shelf.on_hand)
        figures, units = self._figures(shelf), int(self.units[place])
        if shelf.cost is None and units and figures.cogs and not figures.untold_units:
            return round(figures.cogs * MONEY_SCALE * PIECE / units)
        return shelf.cost

    def _is_old(self, place: int) -> bool:
        """Whether the SKU has been there long enough to be called dead."""
        return self.span.year_days - int(self.alive[place]) >= self.policy.dead_days


def proposed(needs: Needs, lead: Lead) -> dict[str, Any]:
    """The columns of a row of the plan that follow from what a proposal is figured from."""
    made = propose(needs)
    available = max(needs.on_hand - needs.reserved, 0.0)
    cover = min(available / made.demand, LONGEST) if made.demand else None
    return {
        "lead_days": _rate(lead.days), "lead_sigma": _rate(lead.sigma), "lead_source": lead.source,
        "safety_stock": _tenth(made.safety_stock), "reorder_point": _tenth(made.reorder_point),
        "eoq": _tenth(made.eoq), "proposal": _pieces(made.quantity), "why": made.why.value, "cover_days": _rate(cover),
    }  # fmt: skip


def _rate(value: float | None) -> int | None:
    return None if value is None else round(min(max(value, -9e8), 9e8) * RATE_SCALE)


def _pieces(value: float | None) -> int | None:
    return None if value is None else round(min(value, 9e12) * QUANTITY_SCALE)


def _tenth(value: float | None) -> int | None:
    """Pieces to the tenth: a statistic is not known any finer."""
    return _pieces(None if value is None else round(value, 1))


def _amount(value: float | None) -> int | None:
    return None if value is None else round(value * MONEY_SCALE)
