"""Commands that make shops, show the demo and look after the store."""

from argparse import Namespace
from pathlib import Path

from shopdesk.cli.figures import HEADS, SALES_TITLES
from shopdesk.cli.output import Output
from shopdesk.cli.store_at import opened, store_address
from shopdesk.cli.window import has_display, run_window
from shopdesk.settings import load_settings
from shopdesk.shop.opening import new_shop
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.check import check_store, repair_store
from shopdesk.store.store import Store
from shopdesk.text import _, language


def new(options: Namespace, output: Output) -> int:
    """new: an empty shop at --store."""
    address = store_address(options)
    new_shop(
        address, name=options.name, currency=options.currency, time_zone=options.zone, costing=Costing(options.costing)
    ).close()
    output.data({"store": address})
    output.say(_("A new shop was made at {path}.").format(path=address))
    return 0


def check(options: Namespace, output: Output) -> int:
    """check: 0 where the store is sound (after --repair), 1 with what is wrong."""
    with opened(options) as store:
        repaired = repair_store(store) if options.repair else []
        findings = check_store(store)
    sound = all(finding.notice for finding in findings)
    output.data(
        {
            "ok": sound,
            "findings": [
                {
                    "kind": f.kind,
                    "title": _(f.title),
                    "count": f.count,
                    "notice": f.notice,
                    "examples": [str(e) for e in f.examples],
                }
                for f in findings
            ],
            "repaired": [{"kind": r.kind, "count": r.count} for r in repaired],
        }
    )
    if repaired:
        output.table((_("Repaired"), _("Rows")), [(r.kind, r.count) for r in repaired], (1,))
    if sound:
        output.say(_("The store is sound."))
    if findings:
        output.table((_("Found"), _("How many")), [(_(f.title), f.count) for f in findings], (1,))
    return 0 if sound else 1


def backup(options: Namespace, output: Output) -> int:
    """backup: one verified file, beside the store or at --to."""
    with opened(options) as store:
        made = store.backup(options.to)
    output.data({"file": str(made.path), "size": made.size, "sha256": made.sha256, "sound": made.sound})
    if made.sound:
        output.say(_("Backed up and verified: {file}").format(file=made.path))
    else:
        output.say(_("Backed up as it is: {file}. Its sums are wrong; run `shopdesk check`.").format(file=made.path))
    return 0


def restore(options: Namespace, output: Output) -> int:
    """Restore FILE: the backup takes the store's place; what was there is kept beside it."""
    from shopdesk.store.backup import kept_until, restore_backup

    address = store_address(options)
    kept = restore_backup(options.file, Path(address))
    until = kept_until(Path(address).expanduser().absolute())
    output.data({"store": address, "kept": None if kept is None else str(kept)})
    output.say(_("Restored {file}.").format(file=options.file))
    if kept is not None:
        output.say(_("The store as it was is kept at {path}.").format(path=kept))
    if until is not None:
        said = _("No backup made before is removed until {day}, so that you can look first.")
        output.say(said.format(day=until.date()))
    return 0


def migrate(options: Namespace, output: Output) -> int:
    """migrate: to the schema of this program; nothing where it has that already."""
    from shopdesk.store.migrate import migrate_store

    done = migrate_store(store_address(options))
    output.data(
        {
            "migrated": done.migrated,
            "from": done.before,
            "to": done.after,
            "kept": None if done.kept is None else str(done.kept),
        }
    )
    output.say(
        _("The store is up to date.")
        if not done.migrated
        else _("The store was brought up to date; the old one is {path}.").format(path=done.kept)
    )
    return 0


def demo(options: Namespace, output: Output) -> int:
    """demo: build the demo shop, then show it: in the window, in pictures, or (no display) in figures and pictures."""
    if options.create is not None:
        _build(options.create, options, output).close()
        output.data({"store": str(options.create)})
        output.say(_("The demo shop is at {path}.").format(path=options.create))
        return 0
    if options.pictures is not None:
        return _paint(options, output, options.pictures)
    if has_display():
        return run_window(None, demo=True, smoke=options.smoke)
    output.note(_("There is no display here, so the demo shop is shown in figures and pictures."))
    return _paint(options, output, Path.cwd() / "shopdesk-pictures", figures=True)


def _paint(options: Namespace, output: Output, folder: Path, *, figures: bool = False) -> int:
    """Pictures of --store or of the demo shop, in the language and theme of the settings.

    With the figures, for who has no display and wants a look, of each tab its first page; else of every screen.
    """
    store = Store.open(options.store) if options.store else _open_demo(output)
    if figures:
        _say_figures(store, output)
    where = store.where
    store.close()
    from shopdesk.app import shoot

    theme = load_settings().theme
    painted = shoot(
        where, folder, [language()], ["dark" if theme == "dark" else "light"], [1.0], demo=not options.store,
        fronts=figures,
    )  # fmt: skip
    output.data({"pictures": [str(path) for path in painted]})
    output.say(_("Wrote {count} pictures to {folder}").format(count=len(painted), folder=folder))
    return 0 if painted else 1


def _open_demo(output: Output) -> Store:
    from shopdesk.exchange.demo.keep import open_demo

    ticker = output.ticker()
    try:
        return open_demo(ticker.read)
    finally:
        ticker.end()


def _build(path: Path, options: Namespace, output: Output) -> Store:
    from shopdesk.exchange.demo import build_demo

    ticker = output.ticker()
    try:
        return build_demo(path, orders=options.orders, tick=ticker.read)
    finally:
        ticker.end()


def _say_figures(store: Store, output: Output) -> None:
    with store.read() as tx:
        rows = fetch_sales(tx, By.MONTH)
    names = ("orders", "units", "gross_sales", "refunds", "charges", "net_sales")
    output.table(
        [_(HEADS["month"]), *(_(SALES_TITLES[name]) for name in names)],
        [[row.bucket, *(getattr(row, name) for name in names)] for row in rows],
        range(1, len(names) + 1),
    )


def doctor(_options: Namespace, output: Output) -> int:
    """doctor: 1 where something that ShopDesk needs is missing."""
    from shopdesk.doctor import run_doctor

    found = run_doctor()
    output.data([{"name": f.name, "ok": f.ok, "detail": f.detail, "remedy": f.remedy} for f in found])
    output.table(
        (_("What"), "", _("Found"), _("Remedy")), [(_(f.name), "✓" if f.ok else "✗", f.detail, f.remedy) for f in found]
    )
    return 0 if all(f.ok for f in found) else 1
