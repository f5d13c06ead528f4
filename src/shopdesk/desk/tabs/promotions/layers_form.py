"""The form for the order in which a channel's layers of promotions are taken off a basket."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from shopdesk.desk.forms import Field
from shopdesk.desk.part_form import PartForm
from shopdesk.shop.catalog.reports import channel_titles
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.promotions.actions import set_layers
from shopdesk.shop.promotions.engine.terms import fetch_layers
from shopdesk.shop.promotions.rules import LAYERS, Layer
from shopdesk.shop.promotions.sheets import LAYER_NAMES
from shopdesk.text import N_, _

PLACES: Final = tuple(
    Column(key, title, Kind.TEXT, help=N_("Prices of items are always first."))
    for key, title in (
        ("second", N_("Second")),
        ("third", N_("Third")),
        ("fourth", N_("Fourth")),
        ("fifth", N_("Fifth")),
    )
)


@dataclass(frozen=True, slots=True)
class Order:
    """The order of layers of a channel as it is now."""

    channel_id: int
    title: str
    layers: tuple[Layer, ...]


def read_orders(tx: Any) -> list[Order]:
    """Every channel's order, the usual one where none was set."""
    told = fetch_layers(tx)
    return [Order(one, title, told.get(one, LAYERS)) for one, title in channel_titles(tx).items()]


def ask_layers(form: PartForm, order: Order) -> None:
    """Ask for the order of a channel."""
    choices = [(layer.value, _(LAYER_NAMES[layer])) for layer in LAYERS[1:]]
    fields = [Field(place, layer.value, choices) for place, layer in zip(PLACES, order.layers[1:], strict=True)]
    title = _("Order of layers: {channel}").format(channel=_(order.title))
    form.ask(title, fields, partial(_accept, form, order.channel_id))


def _accept(form: PartForm, channel_id: int, typed: dict[str, Any]) -> None:
    form.send(set_layers, channel_id, (Layer.ITEM, *(Layer(typed[place.key]) for place in PLACES)))
