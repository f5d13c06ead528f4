"""The command that shows the layers of the store, and writes them out."""

from argparse import Namespace

from shopdesk.cli.output import Output
from shopdesk.cli.store_at import opened
from shopdesk.exchange.layers import describe_layers, write_layers
from shopdesk.shop.layers.layer import Layer, Span
from shopdesk.text import _


def layers(options: Namespace, output: Output) -> int:
    """layers: what there is, table by table; with --out, all of it as Parquet."""
    return _write(options, output) if options.out else _show(options, output)


def _show(options: Namespace, output: Output) -> int:
    with opened(options) as store, store.read() as tx:
        told = describe_layers(tx, _wanted(options), Span(options.since, options.until))
    output.data(told)
    for layer in told:
        output.say(f"{layer['title']} ({layer['layer']}): {layer['meaning']}")
        for table in layer["tables"]:
            output.say(f"\n{layer['layer']}/{table['table']}: {table['meaning']}")
            output.say(_("{count} rows").format(count=f"{table['rows']:,}"))
            headers = (_("Column"), _("Type"), _("Unit"), _("Meaning"))
            output.table(headers, [(c["column"], c["type"], c["unit"], c["meaning"]) for c in table["columns"]])
        output.say("")
    return 0


def _write(options: Namespace, output: Output) -> int:
    ticker = output.ticker()
    try:
        with opened(options) as store, store.read() as tx:
            span = Span(options.since, options.until)
            made = write_layers(tx, options.out, _wanted(options), span, lambda done, _whole, _title: ticker.read(done))
    finally:
        ticker.end()
    output.data({"folder": str(options.out), "schema": str(made.manifest), "tables": made.tables, "rows": made.rows})
    said = _("Wrote {tables} tables with {rows} rows to {folder}")
    output.say(said.format(tables=made.tables, rows=f"{made.rows:,}", folder=options.out))
    return 0


def _wanted(options: Namespace) -> list[Layer]:
    return [Layer(name) for name in options.layer]
