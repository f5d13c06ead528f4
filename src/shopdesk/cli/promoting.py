"""Commands about a promotion before it starts and after: its certificate."""

from argparse import Namespace

from shopdesk.cli.output import Output
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.promotions.papers import CERTIFICATE, POINTS, VERDICTS, certificate_rows
from shopdesk.shop.promotions.preflight import Certificate, check_promotion, find_promotion
from shopdesk.store.tx import Tx
from shopdesk.text import _


def preflight(options: Namespace, output: Output) -> int:
    """Promo preflight: point by point whether a promotion may start; 1 where a point fails."""
    with opened(options) as store, store.read() as tx:
        made = check_promotion(tx, find_promotion(tx, options.promotion))
        rows = certificate_rows(made)
        if options.out:
            _write(tx, made, options)
    keys = [column.key for column in CERTIFICATE.columns]
    output.data(
        {
            "promotion": made.promotion_no, "passed": made.passed,
            "points": {point.value: verdict.value for point, verdict in made.points},
            "findings": [dict(zip(keys, row, strict=True)) for row in rows],
        }
    )  # fmt: skip
    told = [[_(POINTS[row[0]].title), _(VERDICTS[row[1]].title), *row[2:]] for row in rows]
    output.table([_(column.title) for column in CERTIFICATE.columns], told)
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0 if made.passed else 1


def _write(tx: Tx, made: Certificate, options: Namespace) -> None:
    if options.out.suffix.lower() == ".pdf":
        from shopdesk.desk.certificate_paper import print_certificate  # Qt is loaded for paper alone

        print_certificate(made, options.out)
        return
    shop = str(tx.setting("name", ""))
    write_sheet(options.out, CERTIFICATE, certificate_rows(made), note=made.title, shop=shop, zone=tx.zone)
