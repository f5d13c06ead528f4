"""Lazada: one row a piece, each with its own state and its share of the freight."""

import pytest
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, take_in
from tests.exchange.formats.sample import personal, sample

from shopdesk.exchange.formats.lazada_orders import STATES
from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.store import Store

HEADER = (
    "orderItemId,orderType,Guarantee,deliveryType,lazadaId,sellerSku,lazadaSku,wareHouse,createTime,updateTime,rtsSla,"
    "ttsSla,orderNumber,invoiceRequired,invoiceNumber,deliveredDate,customerName,customerEmail,nationalRegistrationNumber,"
    "shippingName,shippingAddress,shippingAddress2,shippingPhone,shippingPhone2,shippingCity,shippingPostCode,"
    "shippingCountry,shippingRegion,billingName,billingAddr,billingAddr2,billingPhone,billingPhone2,billingCity,"
    "billingPostCode,billingCountry,taxCode,branchNumber,taxInvoiceRequested,payMethod,paidPrice,unitPrice,"
    "sellerDiscountTotal,shippingFee,walletCredit,itemName,variation,cdShippingProvider,shippingProvider,shipmentTypeName,"
    "shippingProviderType,cdTrackingCode,trackingCode,trackingUrl,shippingProviderFM,trackingCodeFM,trackingUrlFM,"
    "promisedShippingTime,premium,status,buyerFailedDeliveryReturnInitiator,buyerFailedDeliveryReason,"
    "buyerFailedDeliveryDetail,buyerFailedDeliveryUserName,bundleId,bundleDiscount,refundAmount,sellerNote"
)
PIECE = {
    "orderItemId": "700000000000001", "sellerSku": "TEA-1", "lazadaSku": "1_SG-2", "createTime": "05 Mar 2026 13:45",
    "orderNumber": "800000000000001", "deliveredDate": "09 Mar 2026 10:00", "customerName": "A**", "shippingName": "Ann Lee",
    "shippingAddress": "1 Elm St", "shippingPhone": "6591230000", "shippingCountry": "Singapore", "payMethod": "CARD",
    "paidPrice": "13.00", "unitPrice": "15.00", "sellerDiscountTotal": "-2.00", "shippingFee": "1.50",
    "itemName": "Green tea", "variation": "Size:250 g", "shippingProvider": "LEX", "trackingCode": "LEX1",
    "status": "delivered", "billingName": "Ann Lee", "billingAddr": "1 Elm St",
}  # fmt: skip
ROWS = (
    PIECE,
    {**PIECE, "orderItemId": "700000000000002"},
    {**PIECE, "orderItemId": "700000000000003", "sellerSku": "CUP-1", "itemName": "Cup", "unitPrice": "25.00",
     "paidPrice": "25.00", "sellerDiscountTotal": "0", "shippingFee": "0"},
    {**PIECE, "orderItemId": "700000000000004", "status": "canceled"},
    {**PIECE, "orderItemId": "700000000000005", "orderNumber": "800000000000002", "status": "returned"},
)  # fmt: skip
EXPORT = sample(HEADER, *ROWS, name="orders.xlsx")


def test_an_export(dollar_shop: Store) -> None:
    staged = read(dollar_shop, EXPORT)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("lazada-orders", "lazada", True, ())
    assert personal(staged) >= {
        "customerName", "customerEmail", "nationalRegistrationNumber", "shippingName", "shippingAddress", "shippingPhone",
        "shippingPostCode", "billingName", "billingAddr", "billingPhone", "billingPostCode", "taxCode",
    }  # fmt: skip
    # Three pieces of the first order stand (13 + 13 + 25), one of the second was sent back (13).
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (5, D(4), D(64))
    take_in(dollar_shop, EXPORT)
    number = "800000000000001"
    assert [line[1:] for line in lines(dollar_shop, number)[:3]] == [
        ("TEA-1", D(1), D(2), D(13)), ("TEA-1", D(1), D(2), D(13)), ("CUP-1", D(1), D(0), D(25))
    ]  # fmt: skip
    assert money(dollar_shop, number)["goods"] == D(55)
    found = order(dollar_shop, number).order
    assert (found.state, found.units) == ("delivered", D(3))
    back = order(dollar_shop, "800000000000002").order
    assert (back.state, back.refunded) == ("refunded", D("14.5"))
    assert stock(dollar_shop) == {"TEA-1": D(-3), "CUP-1": D(-1)}
    assert read(dollar_shop, EXPORT).counts()["same"] == 5
    assert_sound(dollar_shop)


@pytest.mark.parametrize(("said", "expected"), STATES.items())
def test_every_status(dollar_shop: Store, said: str, expected: OrderState) -> None:
    assert read(dollar_shop, sample(HEADER, {**PIECE, "status": said})).orders[0].state == expected


def test_a_piece_without_a_code_of_the_shop(dollar_shop: Store) -> None:
    take_in(dollar_shop, sample(HEADER, {**PIECE, "sellerSku": ""}))
    assert stock(dollar_shop) == {"1_SG-2": D(-1)}
