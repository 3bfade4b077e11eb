"""What each command does; the parsing is in `main`.

What one command alone needs, and is long to load (numpy, the demo), is imported there: a process lives for a command.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import timezone

from zaplecze.config.cli.choices import REPORTS_OF_A_DAY
from zaplecze.config.cli.collect import collect
from zaplecze.config.cli.companies import company
from zaplecze.config.cli.exports import export
from zaplecze.config.cli.setoff import setoff
from zaplecze.config.cli.told import asked_day, find_company, show
from zaplecze.documents.api import (
    Channel,
    ReadApart,
    Received,
    choosable_kinds,
    read_waiting_papers,
    rebuild_index,
)
from zaplecze.ledger.api import NewRate, fetch_rates, read_nbp_rates, save_rates
from zaplecze.office import audit, verify
from zaplecze.office.intake import Imported, import_files
from zaplecze.office.reporting import build_report
from zaplecze.platform.companies import all_company_ids
from zaplecze.platform.periods import month_of, parse_month
from zaplecze.platform.printing import render
from zaplecze.platform.printouts import keep_report_printout
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.schema import prepare
from zaplecze.platform.scope import company_scope
from zaplecze.workflow.api import run_clock


def migrate(options: argparse.Namespace) -> int:
    """``migrate``."""
    prepare()
    show(options, {"status": "ok"}, "Baza ma kształt tej wersji.")
    return 0


def run(options: argparse.Namespace) -> int:
    """``run``."""
    from zaplecze.config.cli.run import start_office

    return start_office(host=options.host, port=options.port, with_demo=not options.no_demo)


def demo(options: argparse.Namespace) -> int:
    """``demo``."""
    from zaplecze.config.demo import create_demo

    logins = create_demo(at=timezone.now())
    show(
        options,
        {"logins": [{"email": e, "password": p, "name": n} for e, p, n in logins]},
        "\n".join(f"{n}: {e} / {p}" for e, p, n in logins),
    )
    return 0


def import_(options: argparse.Namespace) -> int:
    """``import``."""
    company_id = find_company(options.company)
    results = import_files(
        company_id,
        options.paths,
        channel=Channel.FOLDER,
        by=None,
        clock=timezone.now,
        kind=_kind(company_id, options.kind),
    )
    rows = [
        {"path": r.path, **_became(r), "parts": [{"name": p.name, **_became(p)} for p in r.parts]}
        for r in results
    ]
    lines = []
    for r in results:
        lines.append(f"{r.outcome!s:9} {r.path} {r.message}".rstrip())
        lines += [f"  {p.outcome!s:9} {p.name} {p.message}".rstrip() for p in r.parts]
    show(options, rows, "\n".join(lines))
    return 0


def _became(result: Imported | Received) -> dict[str, Any]:
    """What became of a file, with stable keys."""
    return {
        "status": str(result.outcome),
        "document": result.document_id,
        "code": result.code,
        "message": result.message,
    }


def _kind(company_id: int, code: str) -> str:
    with company_scope(company_id):
        codes = [k.code for k in choosable_kinds()]
    if code not in codes:
        raise Refusal(f"Nie ma rodzaju {code}. Rodzaje: {', '.join(codes)}.", code="documents.kind")
    return code


def rates(options: argparse.Namespace) -> int:
    """``rates``: a file of NBP, or CSV with columns date, currency, mid, table; or the newest from NBP."""
    if options.path is None:
        added = fetch_rates()
        show(options, {"added": added}, f"Pobrano nowe kursy: {added}.")
        return 0
    with _open(options.path) as source:
        text = source.read()
    rows = (
        _rows_of_rates(options.path, text)
        if text.startswith("date,")
        else read_nbp_rates(text.encode())
    )
    added = save_rates(rows)
    show(
        options,
        {"read": len(rows), "added": added},
        f"Wczytano kursy: {len(rows)}, w tym nowe: {added}.",
    )
    return 0


def _rows_of_rates(path: Path, text: str) -> list[NewRate]:
    rows = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            rows.append(
                NewRate(
                    currency=row["currency"].strip().upper(),
                    day=date.fromisoformat(row["date"].strip()),
                    mid=Decimal(row["mid"].strip()),
                    table=(row.get("table") or "").strip(),
                )
            )
        except (KeyError, ValueError, InvalidOperation, AttributeError) as error:
            raise Refusal(
                f"{path}, wiersz {number}: {error}. Potrzebne kolumny: date, currency, mid, table.",
                code="ledger.rates",
            ) from error
    return rows


def _open(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise Refusal(f"Nie da się otworzyć {path}: {error.strerror}.", code="cli.file") from error


def report(options: argparse.Namespace) -> int:
    """``report``."""
    form = options.format or ("json" if options.json else "table")
    on = asked_day(options.as_of) if options.as_of else timezone.localdate()
    if options.period is None and options.report not in REPORTS_OF_A_DAY:
        raise Refusal("Podaj miesiąc: --period RRRR-MM.", code="cli.no-period")
    first = parse_month(options.period) if options.period else month_of(on)
    last = parse_month(options.to) if options.to else first
    if last < first:
        raise Refusal(
            "Okres kończy się przed początkiem: zamień --period i --to.", code="platform.period"
        )
    if form in ("xlsx", "pdf") and options.out is None:
        raise Refusal(f"Podaj --out FILE dla formatu {form}.", code="cli.out")
    at = timezone.now()
    with company_scope(find_company(options.company)):
        made = build_report(
            options.report,
            first,
            last,
            account=options.account,
            register=options.register,
            side=options.side,
            interest=options.interest,
            letters=options.letters,
            dimension=options.dimension,
            by_member=options.by_member,
            member=options.member or "",
            on=on,
        )
        data, _, _ = render(made, form, printed_by="zaplecze", printed_at=at)
        keep_report_printout(made, form, by=None, at=at)
    if options.out:
        options.out.write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
    return 0


def verify_(options: argparse.Namespace) -> int:
    """``verify``."""
    faults = verify.verify(find_company(options.company) if options.company else None)
    show(
        options,
        {
            "ok": not faults,
            "faults": [{"company": f.nip, "place": f.place, "message": f.message} for f in faults],
        },
        "\n".join(f"{f.nip} {f.place}: {f.message}" for f in faults) or "Łańcuchy są nienaruszone.",
    )
    return 1 if faults else 0


def audit_(options: argparse.Namespace) -> int:
    """``audit``."""
    findings = audit.run_audits(find_company(options.company) if options.company else None)
    show(
        options,
        {
            "ok": not findings,
            "findings": [
                {"audit": f.audit, "title": f.title, "company": f.nip, "rows": f.rows}
                for f in findings
            ],
        },
        "\n".join(f"{f.audit} ({f.nip}): {f.title}: {f.rows[:3]}" for f in findings)
        or "Wszystkie audyty przeszły.",
    )
    return 1 if findings else 0


def index(options: argparse.Namespace) -> int:
    """``index``."""
    chosen = [find_company(options.company)] if options.company else all_company_ids()
    papers = 0
    for company_id in chosen:
        with company_scope(company_id):
            papers += rebuild_index()
    show(options, {"papers": papers}, f"Przeindeksowano dokumentów: {papers}.")
    return 0


def read(options: argparse.Namespace) -> int:
    """``read``."""
    chosen = [find_company(options.company)] if options.company else list(all_company_ids())
    with ReadApart() as reader:
        papers = read_waiting_papers(chosen, reader=reader, clock=timezone.now)
    show(options, {"papers": papers}, f"Odczytano dokumentów: {papers}.")
    return 0


def tell(options: argparse.Namespace) -> int:
    """``tell``."""
    mails = run_clock(timezone.now())
    show(options, {"mails": mails}, f"Wiadomości: {mails}.")
    return 0


def setoff_(options: argparse.Namespace) -> int:
    """``setoff``."""
    on = asked_day(options.as_of) if options.as_of else timezone.localdate()
    with company_scope(find_company(options.company)):
        return setoff(options, on=on, at=timezone.now())


def collect_(options: argparse.Namespace) -> int:
    """``collect``."""
    on = asked_day(options.on) if options.on else timezone.localdate()
    as_of = asked_day(options.as_of) if options.as_of else on
    with company_scope(find_company(options.company)):
        return collect(options, on=on, as_of=as_of, at=timezone.now())


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "migrate": migrate,
    "run": run,
    "demo": demo,
    "company": company,
    "import": import_,
    "rates": rates,
    "report": report,
    "export": export,
    "index": index,
    "read": read,
    "verify": verify_,
    "audit": audit_,
    "tell": tell,
    "setoff": setoff_,
    "collect": collect_,
}
