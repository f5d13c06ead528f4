"""Statements that no layout declares, of many countries: what each column is proposed as, and what the rows come to."""

from dataclasses import dataclass

import pytest
from tests.exchange.counter import D, balances, read, table, take_in

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, NeedsMapping
from shopdesk.exchange.match import find_plan
from shopdesk.store.store import Store


@dataclass(frozen=True)
class Statement:
    """A statement as a bank or a provider might write it, and its fields in the order of its columns (– for none)."""

    header: str
    fields: str
    rows: tuple[str, ...]
    kinds: str = "sale refund payment_fee payout"

    def table(self) -> Memory:
        header, *rows = (line.split(";") for line in (self.header, *self.rows))
        return table(header, *rows, name="statement.csv")


STATEMENTS = {
    "English": Statement(
        "Posted on;Type;Order number;Description;Credit;Debit;Running balance",
        "happened_at kind order_no told income outgo balance",
        ("2026-03-01 10:00;Payment;A-1;Card;100.00;;100.00", "2026-03-02 10:00;Refund;A-1;Card;;20.00;80.00",
         "2026-03-02 10:00;Transaction fee;A-1;Card;;5.00;75.00", "2026-03-03 10:00;Payout;;Bank;;75.00;0.00"),
    ),
    "German": Statement(
        "Buchungstag;Buchungsart;Bestellnummer;Verwendungszweck;Haben;Soll;Saldo",
        "happened_at kind order_no told income outgo balance",
        ("01.03.2026;Zahlung;A-1;Karte;100,00;;100,00", "13.03.2026;Rückerstattung;A-1;Karte;;20,00;80,00",
         "13.03.2026;Gebühr;A-1;Karte;;5,00;75,00", "14.03.2026;Auszahlung;;Bank;;75,00;0,00"),
    ),
    "French": Statement(
        "Date d'opération;Type d'opération;Numéro de commande;Libellé;Crédit;Débit;Solde",
        "happened_at kind order_no told income outgo balance",
        ("13/03/2026;Paiement;A-1;Carte;100,00;;100,00", "14/03/2026;Remboursement;A-1;Carte;;20,00;80,00",
         "14/03/2026;Frais;A-1;Carte;;5,00;75,00", "15/03/2026;Virement;;Banque;;75,00;0,00"),
    ),
    "Spanish": Statement(
        "Fecha de operación;Tipo de operación;Nº de pedido;Concepto;Abono;Cargo;Saldo",
        "happened_at kind order_no told income outgo balance",
        ("13/03/2026;Venta;A-1;Tarjeta;100,00;;100,00", "14/03/2026;Reembolso;A-1;Tarjeta;;20,00;80,00",
         "14/03/2026;Comisión;A-1;Tarjeta;;5,00;75,00", "15/03/2026;Transferencia;;Banco;;75,00;0,00"),
        "sale refund commission payout",
    ),
    "Japanese": Statement(
        "取引日時;取引区分;注文番号;摘要;入金額;出金額;残高", "happened_at kind order_no told income outgo balance",
        ("2026/03/01 10:00;売上;A-1;カード;100.00;;100.00", "2026/03/02 10:00;返金;A-1;カード;;20.00;80.00",
         "2026/03/02 10:00;決済手数料;A-1;カード;;5.00;75.00", "2026/03/03 10:00;振込;;銀行;;75.00;0.00"),
    ),
    "Chinese": Statement(
        "资金流水号;记账时间;收支类型;订单号;收入;支出;余额;摘要", "line_no happened_at kind order_no income outgo balance told",
        ("1;2026-03-01 10:00;货款;A-1;100.00;;100.00;a", "2;2026-03-02 10:00;售后退款;A-1;;20.00;80.00;b",
         "3;2026-03-02 10:00;手续费;A-1;;5.00;75.00;c", "4;2026-03-03 10:00;提现;;;75.00;0.00;d"),
    ),
    "Taiwanese": Statement(
        "流水編號;入帳日期;帳務類型;訂單編號;金額;餘額;備註", "line_no happened_at kind order_no amount balance note",
        ("1;2026-03-01 10:00;貨款;A-1;100.00;100.00;", "2;2026-03-02 10:00;退貨款;A-1;-20.00;80.00;",
         "3;2026-03-02 10:00;金流手續費;A-1;-5.00;75.00;", "4;2026-03-03 10:00;提領;;-75.00;0.00;"),
    ),
    "signed, with the number of the payout": Statement(
        "Settlement date;Movement type;Order ID;Net amount;Payout number;Payout date;Fees",
        "happened_at kind order_no amount payout_no paid_on fee",
        ("2026-03-01;Sale;A-1;100.00;P1;2026-03-05;5.00", "2026-03-02;Refund;A-1;-20.00;P1;2026-03-05;0.00"),
        "sale payment_fee refund",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_of_ones_own(shop: Store, name: str) -> None:
    one = STATEMENTS[name]
    plan = find_plan(one.table().heads, {})
    found = {column: key for key, column in plan.columns.items()}
    assert plan.kind == "settlement"
    assert [found.get(column, "–") for column in range(len(plan.headers))] == one.fields.split()
    with pytest.raises(NeedsMapping):
        read(shop, one.table())
    staged = read(shop, one.table(), Choices(accept_proposal=True))
    assert (staged.problems, [item.values["kind"] for item in staged.items]) == ([], one.kinds.split())
    assert sum(item.values["amount"] for item in staged.items if item.values["kind"] != "payout") == 75 * 10_000
    assert staged.said_sums == [], "the balance follows"


def test_a_template_that_was_filled_in(shop: Store) -> None:
    header = "happened_at,kind,order_no,amount,fee,told"
    what = table(
        header, "2026-03-01 10:00,sale,A-1,100.00,5.00,x", "2026-03-02 10:00,refund,A-1,-20.00,,y", name="t.csv"
    )
    take_in(shop, what, Choices(channel="shopify"))
    assert balances(shop) == {"1012.shopify": D(75), "1901.shopify": D(-80), "6607": D(5)}
