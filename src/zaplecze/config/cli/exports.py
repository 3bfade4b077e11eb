"""``export``: statutory files, books with their proof, books as text, logs for process mining."""

from __future__ import annotations

import argparse

from django.utils import timezone

from zaplecze.config.cli.told import find_company, show
from zaplecze.office.books import WRITERS, export_books, export_plain_text
from zaplecze.platform.events import Stamp
from zaplecze.platform.periods import parse_month, period_label
from zaplecze.platform.polish import counted
from zaplecze.platform.printouts import keep_printout
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.tax.api import build_books, build_jpk

ROWS = ("wiersz", "wiersze", "wierszy")


def export(options: argparse.Namespace) -> int:
    """``export`` of jpk-v7m, jpk-kr-pd, books, beancount, hledger, xes and ocel."""
    if options.export == "books":
        return _export_books(options)
    if options.export in WRITERS:
        return _export_text(options)
    if options.export in ("xes", "ocel"):
        return _export_log(options)
    if options.period is None:
        raise Refusal("Podaj miesiąc: --period RRRR-MM.", code="cli.no-period")
    if options.export == "jpk-kr-pd":
        return _export_kr_pd(options)
    year, month = parse_month(options.period)
    with company_scope(find_company(options.company)):
        jpk = build_jpk(
            year=year,
            month=month,
            at=timezone.now(),
            filed_elsewhere=options.filed_elsewhere or None,
        )
        _exported("JPK_V7M", "jpk-v7m", "xml", f"{year}-{month:02}")
    options.out.write_bytes(jpk.data)
    show(
        options,
        {
            "out": str(options.out),
            "sales_rows": jpk.sales_rows,
            "sales_tax": str(jpk.sales_tax),
            "purchase_rows": jpk.purchase_rows,
            "purchase_tax": str(jpk.purchase_tax),
        },
        f"Zapisano {options.out}: sprzedaż {counted(jpk.sales_rows, *ROWS)}, podatek {jpk.sales_tax}; "
        f"zakup {counted(jpk.purchase_rows, *ROWS)}, podatek {jpk.purchase_tax}.",
    )
    return 0


def _exported(what: str, kind: str, form: str, period: str = "") -> None:
    """Keep that the command line took something out of the open company; nobody has signed in there."""
    keep_printout(what=what, form=form, kind=kind, period=period, by=None, at=timezone.now())


def _export_kr_pd(options: argparse.Namespace) -> int:
    """JPK_KR_PD of some months of a year, kept as built for filing."""
    first = parse_month(options.period)
    last = parse_month(options.to) if options.to else first
    with company_scope(find_company(options.company)):
        built = build_books(
            first=first,
            last=last,
            by=None,
            at=timezone.now(),
            filed_elsewhere=options.filed_elsewhere or None,
        )
        _exported("JPK_KR_PD", "jpk-kr-pd", "xml", period_label(first, last))
    options.out.write_bytes(built.data)
    found = {
        "out": str(options.out),
        "entries": built.controls.entries,
        "lines": built.controls.lines,
        "debit": str(built.controls.debit),
        "credit": str(built.controls.credit),
    }
    text = f"Zapisano {options.out}: zapisów {built.controls.entries}, Wn {built.controls.debit}."
    show(options, found, text)
    return 0


def _export_books(options: argparse.Namespace) -> int:
    with company_scope(find_company(options.company)):
        done = export_books(options.out, stamp=Stamp(None, timezone.now()))
    show(
        options,
        {
            "out": str(done.folder),
            "entries": done.entries,
            "events": done.events,
            "documents": done.documents,
            "root": done.root,
        },
        f"Zapisano {done.folder}: zapisów {done.entries}, zdarzeń {done.events}, dokumentów {done.documents}.\n"
        f"Korzeń, do przekazania osobno: {done.root}",
    )
    return 0


def _export_text(options: argparse.Namespace) -> int:
    with company_scope(find_company(options.company)):
        count = export_plain_text(options.export, options.out)
        _exported(f"Księgi jako tekst ({options.export})", "books-text", options.export)
    show(
        options,
        {"out": str(options.out), "entries": count},
        f"Zapisano {options.out}: zapisów {count}.",
    )
    return 0


def _export_log(options: argparse.Namespace) -> int:
    """The log of the papers received in some months, or ever, for programs that mine processes."""
    from zaplecze.controlling.api import export_log, histories

    months = None
    if options.period:
        first = parse_month(options.period)
        months = (first, parse_month(options.to) if options.to else first)
    with company_scope(find_company(options.company)):
        papers = histories(months=months, as_of=timezone.now())
        period = period_label(*months) if months else ""
        _exported(f"Log zdarzeń ({options.export})", "log", options.export, period)
    options.out.write_bytes(export_log(papers, options.export, name=options.company))
    events = sum(len(h.happenings) for h in papers)
    show(
        options,
        {"out": str(options.out), "documents": len(papers), "events": events},
        f"Zapisano {options.out}: dokumentów {len(papers)}, zdarzeń {events}.",
    )
    return 0
