"""All tables of the store; importing this package declares every one of them."""

from shopdesk.store.tables.base import Base
from shopdesk.store.tables.catalog import Barcode, Channel, Product, Sku, Supplier
from shopdesk.store.tables.desk import Change, ChangeRow, Setting
from shopdesk.store.tables.exchange import ImportFile, RawPage, SavedMapping
from shopdesk.store.tables.ledger import Account, ExchangeRate, Expense, JournalEntry, PeriodLock, Posting
from shopdesk.store.tables.orders import AfterSale, Customer, OrderAddress, OrderLine, Refund, SalesOrder
from shopdesk.store.tables.stock import (
    GoodsReceipt,
    MoveValue,
    StockCount,
    StockCountLine,
    StockLevel,
    StockMove,
    Warehouse,
)
from shopdesk.store.tables.summaries import AccountDay, CostMonth, GoodsMonth, SkuValue, StaleMonth

__all__ = [
    "Account",
    "AccountDay",
    "AfterSale",
    "Barcode",
    "Base",
    "Change",
    "ChangeRow",
    "Channel",
    "CostMonth",
    "Customer",
    "ExchangeRate",
    "Expense",
    "GoodsMonth",
    "GoodsReceipt",
    "ImportFile",
    "JournalEntry",
    "MoveValue",
    "OrderAddress",
    "OrderLine",
    "PeriodLock",
    "Posting",
    "Product",
    "RawPage",
    "Refund",
    "SalesOrder",
    "SavedMapping",
    "Setting",
    "Sku",
    "SkuValue",
    "StaleMonth",
    "StockCount",
    "StockCountLine",
    "StockLevel",
    "StockMove",
    "Supplier",
    "Warehouse",
]
