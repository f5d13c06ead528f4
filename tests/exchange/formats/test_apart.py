"""No layout is taken for another: whole, in any order of columns, and cut down to what tells it."""

import pytest
from tests.exchange.counter import read, table

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import Format
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.imports import NeedsMapping
from shopdesk.exchange.match import find_plan
from shopdesk.exchange.plan import Plan
from shopdesk.store.store import Store


def declared(layout: Format) -> list[str]:
    """Every header that the layout declares, of one generation: a field by its first spelling."""
    first = [names[0] for names in (*layout.fields.values(), *layout.further.values(), *layout.less.values())]
    telling = [group[0] for group in layout.signature if not {*map(clean_header, group)} & {*map(clean_header, first)}]
    known = [name for name in (*layout.apart, *layout.known, *layout.personal) if not name.endswith("…")]
    if layout.code.startswith("template-"):
        known = []  # ours say one language at a time
    return list({clean_header(name): name for name in (*known, *telling, *first)}.values())


def recognised(header: list[str]) -> Plan:
    return find_plan(table(header, [""] * len(header)).heads, {})


@pytest.mark.parametrize("turned", [False, True], ids=["as declared", "turned round"])
@pytest.mark.parametrize("code", FORMATS)
def test_a_whole_header_is_known_as_its_own_layout(code: str, turned: bool) -> None:
    header = declared(FORMATS[code])
    plan = recognised(header[::-1] if turned else header)
    assert (plan.format, plan.certain, plan.new) == (code, True, ())


@pytest.mark.parametrize("code", [code for code, layout in FORMATS.items() if not layout.whole])
def test_a_header_cut_to_its_fields_is_still_known(code: str) -> None:
    layout = FORMATS[code]
    first = [names[0] for names in layout.fields.values()]
    telling = [group[0] for group in layout.signature if not {*map(clean_header, group)} & {*map(clean_header, first)}]
    assert recognised([*first, *telling]).format == code


@pytest.mark.parametrize("code", [code for code, layout in FORMATS.items() if layout.kind in {"orders", "refunds"}])
def test_columns_of_people_are_personal_by_name_or_by_declaration(code: str) -> None:
    header = declared(FORMATS[code])
    plan = recognised(header)
    kept_out = {header[place] for place in plan.personal}
    words = (
        "email",
        "phone",
        "zip",
        "postcode",
        "street",
        "recipient",
        "full name",
        "buyer name",
        "收货人",
        "手机",
        "收件",
    )
    suspects = {name for name in header for word in words if word in name.casefold()}
    assert suspects - kept_out <= {"虚拟号过期时间", "是否手机订单", "确认收货时间", "Item Zip Code"}
    assert all(
        plan.columns[key] in plan.personal
        for key in ("customer_no", "recipient", "phone", "address")
        if key in plan.columns
    )


def test_a_layout_that_changed_is_called_by_its_name(dollar_shop: Store) -> None:
    header = [name for name in declared(FORMATS["woocommerce-products"]) if name != "Regular price"]
    with pytest.raises(NeedsMapping, match="looks like WooCommerce products, but not all of it"):
        read(dollar_shop, table(header, ["a"] * len(header)))
