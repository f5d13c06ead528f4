"""Photos of a case go with the person whom they show; the same bytes kept for something else stay."""

import pytest
from tests.exchange.counter import table, take_in

from shopdesk.exchange.load.erase import erase_customer
from shopdesk.shop.ledger.attachments import attach_file, find_attachments, read_attachment
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.rules import CASE
from shopdesk.store.store import Store


@pytest.fixture
def shop(shop: Store) -> Store:
    head = "channel,customer_no,name,phone,email,company,city,country,group_name,tags,note"
    take_in(shop, table(head, "direct,K-1,Chen,,,,,,,,", name="customers.csv"))
    return shop


def test_files_of_a_case_are_emptied_and_what_the_books_keep_stays(shop: Store) -> None:
    case_id = shop.do(open_case, {"title": "Broken", "customer_id": 1}).value
    label = shop.do(attach_file, CASE, case_id, "label of Chen.jpg", b"Chen, Hangzhou").value
    bill = shop.do(attach_file, CASE, case_id, "bill.pdf", b"a bill").value
    own = shop.do(attach_file, "expense", 7, "bill.pdf", b"a bill").value
    shop.do(erase_customer, 1)
    with shop.read() as tx:
        assert {one.name for one in find_attachments(tx, CASE, case_id)} == {"–"}
        assert [read_attachment(tx, one) for one in (label, bill, own)] == [b"", b"a bill", b"a bill"]
    again = shop.do(attach_file, "expense", 8, "label.jpg", b"Chen, Hangzhou").value
    with shop.read() as tx:
        assert read_attachment(tx, again) == b"Chen, Hangzhou"
