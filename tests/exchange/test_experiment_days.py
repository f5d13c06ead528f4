"""A file of days of experiments: set, never added; what is over stays; the template comes back."""

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.shop.listings.test_experiments import PLAN

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.workbook import write_template
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.trials.experiments import (
    fetch_experiments,
    plan_experiment,
    start_experiment,
    stop_experiment,
)
from shopdesk.shop.offers import USUAL_OFFERS
from shopdesk.store.store import Store


@pytest.fixture
def tried(shop: Store) -> Store:
    shop._clock = lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)
    shop.do(add_listing, {"channel": "Taobao", "listing_no": "L-1", "title": "Longjing"})
    number = shop.do(plan_experiment, "L-1", PLAN).value
    shop.do(start_experiment, number, date(2026, 11, 19))
    return shop


def read(shop: Store, folder: Path, rows: str) -> Staged:
    path = folder / "days.csv"
    path.write_text("Experiment,Day,Trials,Hits\n" + rows, "utf-8")
    return prepare(shop, path, Choices())


def days(shop: Store) -> list[tuple[str, int, int]]:
    with shop.read() as tx:
        return [(f"{day.day:%d}", day.trials, day.hits) for day in fetch_experiments(tx)[0].days]


def test_days_are_set_and_taken_back(tried: Store, tmp_path: Path) -> None:
    first = run_import(tried, read(tried, tmp_path, "EX-0001,2026-11-19,100,9\nex-0001,2026-11-20,110,8\n"))
    assert read(tried, tmp_path, "EX-0001,2026-11-19,100,9\n").counts()["same"] == 1
    again = run_import(tried, read(tried, tmp_path, "EX-0001,2026-11-19,120,9\n"))
    assert days(tried) == [("19", 120, 9), ("20", 110, 8)]
    tried.do(take_back, again)
    assert days(tried) == [("19", 100, 9), ("20", 110, 8)]
    tried.do(take_back, first)
    assert days(tried) == []


def test_what_cannot_be_is_named(tried: Store, tmp_path: Path) -> None:
    told = ("EX-0009,2026-11-19,1,1", "EX-0001,2026-11-18,1,1", "EX-0001,2026-11-19,1,2", "EX-0001,2026-11-20,3,1")
    rows = "\n".join((*told, "EX-0001,2026-11-20,4,1\n"))
    staged = read(tried, tmp_path, rows)
    assert {one.row for one in staged.problems} == {2, 3, 4, 6}
    tried.do(stop_experiment, 1)
    assert [one.row for one in read(tried, tmp_path, "EX-0001,2026-11-20,3,1\n").problems] == [2]


def test_its_template_comes_back(tried: Store, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, FILES["experiment_days"], "zh_CN", USUAL_OFFERS)
    book = openpyxl.load_workbook(path)
    for cell, value in (("A2", "EX-0001"), ("B2", date(2026, 11, 20)), ("C2", 1200), ("D2", 48)):
        book.worksheets[0][cell] = value
    book.save(path)
    run_import(tried, prepare(tried, path, Choices()))
    assert days(tried) == [("20", 1200, 48)]
