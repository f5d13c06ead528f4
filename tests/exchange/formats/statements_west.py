"""Made statements of the west: of each layout a small file, with the sums that a person works out by hand."""

from collections.abc import Mapping
from typing import Final

from tests.exchange.formats.made import Made

_V2 = (
    "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmerchant-order-id\t"
    "adjustment-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\t"
    "order-item-code\tmerchant-order-item-id\tmerchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id"
)


def _component(
    kind: str, order: str, what: str, said: str, amount: str, day: str, moment: str, sku: str = "TEA-1"
) -> str:
    return f"20210001\t\t\t\t\t\t{kind}\t{order}\t\t\t\tAmazon.com\t{what}\t{said}\t{amount}\tAFN\t{day}\t{moment}\t1\t\t\t{sku}\t1\t"


def _amazon(summary: str, currency: str, rows: list[tuple[str, str, str, str, str]], day: str, moment: str) -> str:
    first = f"20210001\t{moment}\t{moment}\t{moment}\t{summary}\t{currency}" + "\t" * 18
    return "\n".join([_V2, first, *(_component(*row, day, moment) for row in rows)])


_ORDER = "111-2223334-5556667"
AMAZON_US: Final = _amazon("54.99", "USD", [
    ("Order", _ORDER, "ItemPrice", "Principal", "100.00"),
    ("Order", _ORDER, "ItemPrice", "Tax", "8.00"),
    ("Order", _ORDER, "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "-8.00"),
    ("Order", _ORDER, "Promotion", "Principal", "-10.00"),
    ("Order", _ORDER, "ItemFees", "Commission", "-15.00"),
    ("Order", _ORDER, "ItemFees", "FBAPerUnitFulfillmentFee", "-5.00"),
    ("Refund", _ORDER, "ItemPrice", "Principal", "-20.00"),
    ("Refund", _ORDER, "ItemFees", "Commission", "3.00"),
    ("Refund", _ORDER, "ItemFees", "RefundCommission", "-0.60"),
    ("ServiceFee", "", "Cost of Advertising", "TransactionTotalAmount", "-25.00"),
    ("other-transaction", "", "FBA Inventory Reimbursement", "WAREHOUSE_LOST", "12.00"),
    ("other-transaction", "", "other-transaction", "Previous Reserve Amount Balance", "116.33"),
    ("other-transaction", "", "other-transaction", "Current Reserve Amount", "-50.74"),
    ("other-transaction", "", "other-transaction", "Subscription Fee", "-39.99"),
    ("other-transaction", "", "Amazon Lending", "Loan payment", "-10.00"),
    ("other-transaction", "", "other-transaction", "A word of tomorrow", "-0.01"),
], "2026-03-06", "2026-03-06 08:52:26 UTC")  # fmt: skip
AMAZON_EU: Final = _amazon("75,00", "EUR", [
    ("Order", _ORDER, "ItemPrice", "Principal", "1.100,00"),
    ("Refund", _ORDER, "ItemPrice", "Principal", "-1.020,00"),
    ("Order", _ORDER, "ItemFees", "Commission", "-5,00"),
], "16.03.2026", "16.03.2026 08:52:26 UTC")  # fmt: skip
_NOTES = "\n".join(f'"Note {number} of the date range report"' for number in range(1, 8))
AMAZON_RANGE: Final = (
    _NOTES
    + """
"date/time","settlement id","type","order id","sku","description","quantity","marketplace","fulfillment","order city","order state","order postal","tax collection model","product sales","product sales tax","shipping credits","shipping credits tax","gift wrap credits","giftwrap credits tax","Regulatory Fee","promotional rebates","promotional rebates tax","marketplace withheld tax","selling fees","fba fees","other transaction fees","other","total","Transaction Status","Transaction Release Date"
"Sep 30, 2026 8:45:12 PM PDT","2021","Order","111-2223334-5556667","TEA-1","Green tea","1","amazon.com","Amazon","SEATTLE","WA","98101","MarketplaceFacilitator","1,100.00","8.00","0","0","0","0","0","-10.00","0","-8.00","-15.00","-5.00","0","0","1,070.00","Released",""
"Sep 30, 2026 9:45:12 PM PDT","2021","Refund","111-2223334-5556667","TEA-1","Green tea","1","amazon.com","Amazon","SEATTLE","WA","98101","","-20.00","0","0","0","0","0","0","0","0","0","3.00","0","0","0","-17.00","Released",""
"Oct 1, 2026 1:00:00 AM PDT","2021","Service Fee","","","Cost of Advertising","","amazon.com","","","","","","0","0","0","0","0","0","0","0","0","0","0","0","-25.00","0","-25.00","Released",""
"Oct 1, 2026 2:00:00 AM PDT","2021","Order","111-2223334-5556668","TEA-1","Green tea","1","amazon.com","Amazon","SEATTLE","WA","98101","","50.00","0","0","0","0","0","0","0","0","0","-1.00","0","0","0","48.50","Released",""
"Oct 2, 2026 3:00:00 AM PDT","2021","Order","111-2223334-5556669","TEA-1","Green tea","1","amazon.com","Amazon","SEATTLE","WA","98101","","30.00","0","0","0","0","0","0","0","0","0","0","0","0","0","30.00","Deferred",""
"Oct 3, 2026 3:00:00 AM PDT","2021","Transfer","","","To your account ending in: 1234","","","","","","","","0","0","0","0","0","0","0","0","0","0","0","0","0","-900.00","-900.00","Released",""
"""
)
SHOPIFY_19: Final = """
Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Currency,VAT,Business Entity Name,Business Entity ID
2026-08-30 16:59:53 +0400,charge,#1001,visa,online,paid,2026-09-02,9001,2026-09-02,100.00,5.00,95.00,#68683485610367,card,100.00,USD,USD,0.00,Tea,1
2026-08-31 16:59:53 +0400,refund,#1001,visa,online,paid,2026-09-02,9001,2026-09-02,-20.00,0.00,-20.00,#68683485610367,card,-20.00,USD,USD,0.00,Tea,1
2026-09-01 16:59:53 +0400,adjustment,,,,pending,,,2026-09-02,-1.50,0.00,-1.50,,,,,USD,0.00,Tea,1
2026-09-01 17:59:53 +0400,chargeback,#1001,visa,online,pending,,,2026-09-02,-30.00,15.00,-45.00,,,,,USD,0.00,Tea,1
"""
SHOPIFY_OLD: Final = """
Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Available On,Amount,Fee,Net,Currency
2026/6/12,charge,#1001,visa,online,paid,2026/6/15,2026/6/15,$100.00,$5.00,$95.00,USD
2026/6/13,refund,#1001,visa,online,paid,2026/6/15,2026/6/15,-$20.00,$0.00,-$20.00,USD
"""
_PAYPAL = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Shipping Address,Address Status,"
    "Item Title,Item ID,Shipping and Handling Amount,Insurance Amount,Sales Tax,Option 1 Name,Option 1 Value,Option 2 Name,Option 2 Value,"
    "Reference Txn ID,Invoice Number,Custom Number,Quantity,Receipt ID,Balance,Address Line 1,Country,Contact Phone Number,Subject,Note,Country Code,Balance Impact"
)


def _paypal(
    when: str,
    kind: str,
    status: str,
    gross: str,
    fee: str,
    number: str,
    order: str = "",
    impact: str = "Credit",
    currency: str = "USD",
) -> str:
    cells = dict.fromkeys(_PAYPAL.split(","), "")
    day, _blank, rest = when.partition(" ")
    time, _blank, zone = rest.partition(" ")
    cells |= {"Date": day, "Time": time, "TimeZone": zone, "Name": "Ann Lee", "Type": kind, "Status": status, "Currency": currency, "Gross": gross,
              "Fee": fee, "Net": "", "Transaction ID": number, "Invoice Number": order, "Balance Impact": impact}  # fmt: skip
    return ",".join(f'"{cell}"' for cell in cells.values())


def _activity(*rows: str) -> str:
    return "\n".join([",".join(f'"{name}"' for name in _PAYPAL.split(",")), *rows])


PAYPAL_US: Final = _activity(
    _paypal("03/01/2026 10:00:00 PST", "Express Checkout Payment", "Completed", "100.00", "-5.00", "T1", "1001"),
    _paypal("03/02/2026 10:00:00 PST", "Payment Refund", "Completed", "-20.00", "0.00", "T2", "1001", "Debit"),
    _paypal("03/03/2026 10:00:00 PST", "Order", "Completed", "40.00", "0.00", "T3", "1002", "Memo"),
    _paypal("03/04/2026 10:00:00 PST", "Express Checkout Payment", "Pending", "41.00", "0.00", "T4", "1003"),
    _paypal("03/05/2026 10:00:00 PST", "General Currency Conversion", "Completed", "-10.00", "0.00", "T5", "", "Debit"),
    _paypal(
        "03/05/2026 10:00:00 PST", "General Currency Conversion", "Completed", "9.00", "0.00", "T6", "", "Credit", "EUR"
    ),
    _paypal("03/06/2026 10:00:00 PST", "Hold on Available Balance", "Completed", "-7.00", "0.00", "T7", "", "Debit"),
    _paypal(
        "03/13/2026 10:00:00 America/Los_Angeles",
        "General Withdrawal",
        "Completed",
        "-30.00",
        "0.00",
        "T8",
        "",
        "Debit",
    ),
    _paypal("03/14/2026 10:00:00 PDT", "Express Checkout Payment", "Completed", "-3.00", "0.00", "T9", "", "Debit"),
)
PAYPAL_EU: Final = _activity(
    _paypal(
        "13.03.2026 10:00:00 CET", "Website Payment", "Completed", "1.100,00", "-5,00", "T1", "1001", currency="EUR"
    ),
    _paypal(
        "14.03.2026 10:00:00 CET", "Payment Refund", "Completed", "-1.020,00", "0,00", "T2", "1001", "Debit", "EUR"
    ),
)
PAYPAL_GERMAN: Final = """
"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto","Gebühr","Netto","Absender E-Mail-Adresse","Empfänger E-Mail-Adresse","Transaktionscode","Rechnungsnummer","Auswirkung auf Guthaben"
"01.03.2026","10:00:00","CET","Ann Lee","PayPal Express-Zahlung","Abgeschlossen","EUR","1.100,00","-5,00","1.095,00","a@x.de","b@x.de","T1","1001","Haben"
"02.03.2026","10:00:00","CET","Ann Lee","Rückzahlung","Abgeschlossen","EUR","-1.020,00","0,00","-1.020,00","a@x.de","b@x.de","T2","1001","Soll"
"03.03.2026","10:00:00","CET","Ann Lee","PayPal Express-Zahlung","Ausstehend","EUR","30,00","0,00","30,00","a@x.de","b@x.de","T3","1002","Memo"
"""
STRIPE: Final = '''
"balance_transaction_id","created_utc","available_on_utc","currency","gross","fee","net","reporting_category","source_id","description","automatic_payout_id","automatic_payout_effective_at_utc"
"txn_1","2026-03-01 10:00:00","2026-03-03 00:00:00","usd","100.00","5.00","95.00","charge","ch_1","Order #1001 from Tea ""& Ware""","po_1","2026-03-05 00:00:00"
"txn_2","2026-03-02 10:00:00","2026-03-03 00:00:00","usd","-20.00","0.00","-20.00","refund","re_1","REFUND FOR CHARGE (Order #1001)","po_1","2026-03-05 00:00:00"
"txn_3","2026-03-02 11:00:00","2026-03-03 00:00:00","usd","-1.00","0.00","-1.00","fee","fee_1","Radar (2026-02-01 - 2026-02-28)","po_1","2026-03-05 00:00:00"
"txn_4","2026-03-02 12:00:00","2026-03-03 00:00:00","usd","-30.00","15.00","-45.00","dispute","dp_1","Chargeback for order 1001","po_1","2026-03-05 00:00:00"
"txn_5","2026-03-05 00:00:00","2026-03-05 00:00:00","usd","-29.00","0.00","-29.00","payout","po_1","STRIPE PAYOUT","po_1","2026-03-05 00:00:00"
"txn_6","2026-03-06 00:00:00","2026-03-06 00:00:00","usd","-2.00","0.00","-2.00","something_new","x_1","","",""
'''
STRIPE_HISTORY: Final = """
id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,order_id (metadata)
txn_1,charge,ch_1,100.00,5.00,95.00,usd,2026-03-01 10:00,2026-03-03 00:00,Tea,1001
txn_2,refund,re_1,-20.00,0.00,-20.00,usd,2026-03-02 10:00,2026-03-03 00:00,REFUND FOR CHARGE,1001
txn_5,payout,po_1,-75.00,0.00,-75.00,usd,2026-03-05 00:00,2026-03-05 00:00,STRIPE PAYOUT,
"""
ETSY_US: Final = """
Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net,Tax Details
"March 1, 2026",Sale,Payment for Order #3100000001,,CAD,CA$100.00,--,CA$100.00,--
"March 1, 2026",Fee,Transaction fee: Green tea,Order #3100000001,CAD,--,-CA$4.00,-CA$4.00,--
"March 1, 2026",Fee,Processing fee,Order #3100000001,CAD,--,-CA$1.00,-CA$1.00,--
"March 2, 2026",Refund,Refund for Order #3100000001,,CAD,-CA$20.00,--,-CA$20.00,--
"March 3, 2026",Marketing,Etsy Ads,,CAD,--,-CA$5.00,-CA$5.00,--
"March 3, 2026",Fee,Offsite Ads fee,Order #3100000001,CAD,--,-CA$3.00,-CA$3.00,--
"March 4, 2026",Tax,Sales tax paid by buyer,Order #3100000001,CAD,--,-CA$2.00,-CA$2.00,--
"March 5, 2026",Shipping,Canada Post shipping label,Order #3100000001,CAD,--,-CA$6.00,-CA$6.00,--
"March 30, 2026",Deposit,"CA$1,059.00 sent to your bank account",,CAD,--,--,--,--
"""
ETSY_UK: Final = """
Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net,Tax Details
30-Apr-25,Sale,Payment for Order #3100000001,,GBP,£100.00,--,£100.00,--
31 Jul 2025,Refund,Refund to buyer,Order #3100000001,GBP,-£20.00,--,-£20.00,--
30-Apr-25,VAT,VAT: transaction fee,Order #3100000001,GBP,--,-£1.16,-£1.16,--
30-Apr-25,Fee,Listing fee,Listing #1501,GBP,--,-£3.84,-£3.84,--
"""
_EBAY = (
    "Transaction creation date,Type,Order number,Legacy order ID,Buyer username,Buyer name,Ship to city,Ship to province/region/state,Ship to zip,"
    "Ship to country,Net amount,Payout currency,Payout date,Payout ID,Payout method,Payout status,Reason for hold,Item ID,Transaction ID,Item title,"
    "Custom label,Quantity,Item subtotal,Shipping and handling,Seller collected tax,eBay collected tax,Final Value Fee - fixed,Final Value Fee - variable,"
    'Regulatory operating fee,"Very high ""item not as described"" fee",Below standard performance fee,International fee,Charity donation,'
    "Deposit processing fee,Gross transaction amount,Transaction currency,Exchange rate,Reference ID,Description"
)


def _ebay(
    day: str,
    kind: str,
    order: str,
    net: str,
    fees: tuple[str, str, str],
    gross: str,
    said: str = "--",
    currency: str = "USD",
) -> str:
    cells = ["--"] * 39
    cells[0], cells[1], cells[2], cells[10] = f'"{day}"', kind, order, net
    cells[11] = currency if net != "--" else "--"
    cells[26], cells[27], cells[31] = fees
    cells[34], cells[35], cells[38] = gross, currency, said
    return ",".join(cells)


_NONE = ("--", "--", "--")
EBAY: Final = "\n".join((
    "Transaction report,,,", "Date range,Sep-01-25 to Sep-30-25", "Seller,tea", ",,,", _EBAY,
    _ebay("Jan 5, 2026", "Order", "11-00000-00001", "95", ("-0.4", "-4.5", "-0.1"), "100"),
    _ebay("Jan 6, 2026", "Refund", "11-00000-00001", "-18.5", ("0.4", "1", "0.1"), "-20"),
    _ebay("Jan 7, 2026", "Order", "20-00000-00001", "19.4", _NONE, "23.26"),
    _ebay("Jan 7, 2026", "Order", "20-00000-00001", "--", ("--", "-2.2", "-0.16"), "--"),
    _ebay("Jan 7, 2026", "Order", "20-00000-00001", "--", ("--", "-1.34", "-0.16"), "--"),
    _ebay("Jan 8, 2026", "Other fee", "17-00000-00001", "-0.89", _NONE, "-0.89", "Insertion fee"),
    _ebay("Jan 8, 2026", "Other fee", "--", "-3", _NONE, "-3", "Promoted listings - general fee"),
    _ebay("Jan 9, 2026", "Hold", "01-00000-00001", "-15.2", _NONE, "-15.2", "Hold placed"),
    _ebay("Jan 10, 2026", "Hold", "01-00000-00001", "5.2", _NONE, "5.2", "Hold released"),
    _ebay("Jan 11, 2026", "Payout", "--", '"-3,666.78"', _NONE, '"-3,666.78"', "Scheduled payout"),
    _ebay("Jan 12, 2026", "Adjustment", "--", "-1.5", _NONE, "-1.5", "--"),
))  # fmt: skip
EBAY_GERMAN: Final = """
Datum der Transaktionserstellung,Typ,Bestellnummer,Alte Bestellnummer,Nutzername des Käufers,Name des Käufers,Zwischensumme Artikel,Verpackung und Versand,Transaktionsbetrag (inkl. Kosten),Fixer Anteil der Verkaufsprovision,Variabler Anteil der Verkaufsprovision,Betrag abzügl. Kosten,Auszahlungswährung,Auszahlung Nr.,Auszahlungsdatum,Angebotstitel
5. Jan 2026,Bestellung,11-00000-00001,,anna,Anna,"1.100,00",0,"1.100,00","-0,40","-4,60","1.095,00",EUR,,,Tee
6. Jan 2026,Rückerstattung,11-00000-00001,,anna,Anna,"-1.020,00",0,"-1.020,00",--,--,"-1.020,00",EUR,,,Tee
7. Jan 2026,Auszahlung,--,,--,--,--,--,"-75,00",--,--,"-75,00",EUR,1,7. Jan 2026,--
"""

WEST: Final[Mapping[str, Made]] = {
    "amazon settlement": Made(
        "amazon-settlement", "20210001.txt", AMAZON_US,
        {"sale": "98", "tax": "-8", "commission": "-52.59", "freight": "-5", "refund": "-20", "ads": "-25", "compensation": "12", "reserve": "65.59",
         "loan": "-10", "other": "-0.01", "payout": "-54.99"},
        ("",) + (_ORDER,) * 9 + ("",) * 7, skipped=0, currencies=frozenset({"USD"}),
    ),
    "amazon settlement of europe": Made(
        "amazon-settlement", "20210002.txt", AMAZON_EU, {"sale": "1100", "refund": "-1020", "commission": "-5", "payout": "-75"}, ("",) + (_ORDER,) * 3,
        skipped=0, currencies=frozenset({"EUR"}),
    ),
    "amazon transactions": Made(
        "amazon-transactions", "2026Sep30-2026Oct3CustomTransaction.csv", AMAZON_RANGE,
        {"sale": "1148", "tax": "-8", "commission": "-13", "freight": "-5", "refund": "-20", "ads": "-25", "other": "-0.5", "payout": "-900"},
        (_ORDER,) * 6 + (_ORDER,) * 2 + ("",) + ("111-2223334-5556668",) * 3 + ("",), "utf-8-sig", 1,
    ),
    "shopify transactions": Made(
        "shopify-transactions", "payment_transactions_export_1.csv", SHOPIFY_19, {"sale": "100", "refund": "-50", "payment_fee": "-20", "other": "-1.5"},
        ("1001",) * 3 + ("",) + ("1001",) * 2, skipped=0, currencies=frozenset({"USD"}),
    ),
    "shopify transactions, older": Made(
        "shopify-transactions", "payment_transactions_export_1.csv", SHOPIFY_OLD, {"sale": "100", "refund": "-20", "payment_fee": "-5"}, ("1001",) * 3,
        skipped=0, currencies=frozenset({"USD"}),
    ),
    "paypal": Made(
        "paypal-activity", "Download.CSV", PAYPAL_US,
        {"sale": "100", "payment_fee": "-5", "refund": "-20", "other": "-4", "reserve": "-7", "payout": "-30"}, ("1001",) * 3 + ("",) * 5, "utf-8-sig", 2,
        frozenset({"USD", "EUR"}),
    ),
    "paypal of europe": Made(
        "paypal-activity", "Download.CSV", PAYPAL_EU, {"sale": "1100", "payment_fee": "-5", "refund": "-1020"}, ("1001",) * 3, "utf-8-sig", 0,
        frozenset({"EUR"}),
    ),
    "paypal in german": Made(
        "paypal-activity", "Download.CSV", PAYPAL_GERMAN, {"sale": "1100", "payment_fee": "-5", "refund": "-1020"}, ("1001",) * 3, "utf-8-sig", 1,
        frozenset({"EUR"}),
    ),
    "stripe": Made(
        "stripe-balance", "itemized_balance_change.csv", STRIPE, {"sale": "100", "refund": "-50", "payment_fee": "-21", "payout": "-29", "other": "-2"},
        ("1001",) * 3 + ("",) + ("1001",) * 2 + ("", ""), "utf-8-sig", 0, frozenset({"USD"}),
    ),
    "stripe history": Made(
        "stripe-history", "balance_history.csv", STRIPE_HISTORY, {"sale": "100", "refund": "-20", "payment_fee": "-5", "payout": "-75"}, ("1001",) * 3 + ("",),
        skipped=0, currencies=frozenset({"USD"}),
    ),
    "etsy": Made(
        "etsy-statement", "etsy_statement_2026_3.csv", ETSY_US,
        {"sale": "100", "commission": "-7", "payment_fee": "-1", "refund": "-20", "ads": "-5", "tax": "-2", "freight": "-6", "payout": "-1059"},
        ("3100000001",) * 4 + ("",) + ("3100000001",) * 3 + ("",), skipped=0, currencies=frozenset({"CAD"}),
    ),
    "etsy of britain": Made(
        "etsy-statement", "etsy_statement_2025_4.csv", ETSY_UK, {"sale": "100", "refund": "-20", "tax": "-1.16", "commission": "-3.84"},
        ("3100000001",) * 3 + ("",), skipped=0, currencies=frozenset({"GBP"}),
    ),
    "ebay in german": Made(
        "ebay-transactions", "Transaktionsbericht.csv", EBAY_GERMAN, {"sale": "1100", "commission": "-5", "refund": "-1020", "payout": "-75"},
        ("11-00000-00001",) * 4 + ("",), "utf-8-sig", 0, frozenset({"EUR"}),
    ),
    "ebay": Made(
        "ebay-transactions", "Transaction_report_20260101_20260131.csv", EBAY,
        {"sale": "123.26", "commission": "-8.25", "refund": "-20", "ads": "-3", "reserve": "-10", "payout": "-3666.78", "other": "-1.5"},
        ("11-00000-00001",) * 8 + ("20-00000-00001",) * 2 + ("17-00000-00001", "", "01-00000-00001", "01-00000-00001", "", ""), skipped=2,
        currencies=frozenset({"USD"}),
    ),
}  # fmt: skip
"""What it is → the file."""
