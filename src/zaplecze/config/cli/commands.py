"""What each command does; the parsing is in `main`.

What one command alone needs, and is long to load (numpy, the demo), is imported there: a process lives for a command.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import timezone

from zaplecze.config.cli.collect import collect
from zaplecze.config.cli.main import REPORTS_OF_A_DAY
from zaplecze.config.cli.setoff import setoff
from zaplecze.config.cli.years import asked_year, tell_year, year_told
from zaplecze.documents.api import (
    Channel,
    ReadApart,
    Received,
    choosable_kinds,
    read_waiting_papers,
    rebuild_index,
)
from zaplecze.ledger.api import NewRate, appoint_overseer, fetch_rates, read_nbp_rates, save_rates
from zaplecze.office import audit, verify
from zaplecze.office.books import WRITERS, export_books, export_plain_text
from zaplecze.office.intake import Imported, import_files
from zaplecze.office.opening import open_company
from zaplecze.office.reporting import build_report
from zaplecze.platform.companies import add_person, all_company_ids, company_id_by_nip
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Role, User
from zaplecze.platform.periods import month_of, parse_month, period_label
from zaplecze.platform.polish import counted
from zaplecze.platform.printing import render
from zaplecze.platform.printouts import keep_printout, keep_report_printout
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.schema import prepare
from zaplecze.platform.scope import company_scope
from zaplecze.tax.api import build_books, build_jpk
from zaplecze.workflow.api import change_roles, roles_of, run_clock

ROWS = ("wiersz", "wiersze", "wierszy")


def _show(options: argparse.Namespace, data: Any, text: str) -> None:
    print(_as_json(data) if options.json else text)


def _as_json(data: Any) -> str:
    """A list one item a line, so that ten thousand of them stay readable and are written at full speed."""
    if isinstance(data, list) and data:
        return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in data) + "\n]"
    return json.dumps(data, ensure_ascii=False, indent=1)


def find_company(nip: str) -> int:
    """Id of the company with this NIP; refuses an unknown one."""
    found = company_id_by_nip(nip.replace("-", "").replace(" ", "").removeprefix("PL"))
    if found is None:
        raise Refusal(
            f"Nie ma firmy o NIP {nip}. Dodaj ją: zaplecze company add --nip {nip} --name …",
            code="platform.no-company",
        )
    return found


def migrate(options: argparse.Namespace) -> int:
    """``migrate``."""
    prepare()
    _show(options, {"status": "ok"}, "Baza ma kształt tej wersji.")
    return 0


def run(options: argparse.Namespace) -> int:
    """``run``."""
    from zaplecze.config.cli.run import start_office

    return start_office(host=options.host, port=options.port, with_demo=not options.no_demo)


def demo(options: argparse.Namespace) -> int:
    """``demo``."""
    from zaplecze.config.demo import create_demo

    logins = create_demo(at=timezone.now())
    _show(
        options,
        {"logins": [{"email": e, "password": p, "name": n} for e, p, n in logins]},
        "\n".join(f"{n}: {e} / {p}" for e, p, n in logins),
    )
    return 0


def _remove_person(options: argparse.Namespace) -> int:
    """``company person --remove``."""
    company_id = find_company(options.nip)
    people = {p.email: p.pk for p in User.objects.filter(email__in=_emails(options))}
    for email in _emails(options):
        if email not in people:
            raise Refusal(f"Nikt nie ma konta {email}. Sprawdź adres.", code="platform.no-person")
    person = people[options.email.lower()]
    with company_scope(company_id):
        left = roles_of(person=person) - set(options.role) if options.role else frozenset[str]()
        change_roles(
            person=person,
            roles=left,
            heir=people[options.heir.lower()] if options.heir else None,
            heir_role=options.heir_role,
            by=None,
            at=timezone.now(),
        )
    _show(
        options,
        {"email": options.email, "roles": sorted(left)},
        f"{options.email}: {', '.join(sorted(left)) or 'bez ról w tej firmie'}",
    )
    return 0


def _emails(options: argparse.Namespace) -> list[str]:
    return [e.lower() for e in (options.email, options.heir) if e]


def company(options: argparse.Namespace) -> int:
    """``company add``, ``company year`` and ``company person``."""
    if options.company_command == "year":
        asked = asked_year(options)
        assert asked is not None  # both days are required
        told = tell_year(find_company(options.nip), asked)
        _show(options, year_told(told), f"Rok obrotowy {told.name}: {told.days}.")
        return 0
    if options.company_command == "person":
        known = set(Role.values)
        if wrong := [r for r in options.role if r not in known]:
            raise Refusal(
                f"Nie ma roli {wrong[0]}. Role: {', '.join(sorted(known))}.", code="platform.role"
            )
        if options.remove:
            return _remove_person(options)
        if not options.name or not options.role:
            raise Refusal(
                "Podaj imię i nazwisko (--name) i co najmniej jedną rolę (--role).",
                code="platform.person",
            )
        password = sys.stdin.readline().rstrip("\n") if options.password_stdin else None
        user = add_person(
            company_id=find_company(options.nip),
            email=options.email,
            full_name=options.name,
            roles=tuple(Role(r) for r in options.role),
            password=password,
        )
        if options.overseer:
            with company_scope(find_company(options.nip)):
                appoint_overseer(person_id=user.pk, by=None, at=timezone.now())
        _show(
            options, {"email": user.email, "roles": options.role}, f"{user.email}: {options.role}"
        )
        return 0
    year = asked_year(options)
    made = open_company(
        nip=options.nip.replace("-", "").replace(" ", "").removeprefix("PL"),
        name=options.name,
        at=timezone.now(),
        straight_through=options.straight_through,
        email=options.email,
        tax_office=options.tax_office,
        chart=options.chart,
    )
    begun = tell_year(made.id, year) if year else None
    _show(
        options,
        {
            "nip": made.nip,
            "name": made.name,
            "straight_through": made.straight_through,
            **({"business_year": year_told(begun)} if begun else {}),
        },
        f"Dodano firmę {made.name}, NIP {made.nip}.",
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
    _show(options, rows, "\n".join(lines))
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
        _show(options, {"added": added}, f"Pobrano nowe kursy: {added}.")
        return 0
    with _open(options.path) as source:
        text = source.read()
    rows = (
        _rows_of_rates(options.path, text)
        if text.startswith("date,")
        else read_nbp_rates(text.encode())
    )
    added = save_rates(rows)
    _show(
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(f"„{text}” nie jest dniem: wpisz np. 2026-09-30.", code="cli.day") from error


def report(options: argparse.Namespace) -> int:
    """``report``."""
    form = options.format or ("json" if options.json else "table")
    on = _day(options.as_of) if options.as_of else timezone.localdate()
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
    _show(
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
    _show(options, found, text)
    return 0


def _export_books(options: argparse.Namespace) -> int:
    with company_scope(find_company(options.company)):
        done = export_books(options.out, stamp=Stamp(None, timezone.now()))
    _show(
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
    _show(
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
    _show(
        options,
        {"out": str(options.out), "documents": len(papers), "events": events},
        f"Zapisano {options.out}: dokumentów {len(papers)}, zdarzeń {events}.",
    )
    return 0


def verify_(options: argparse.Namespace) -> int:
    """``verify``."""
    faults = verify.verify(find_company(options.company) if options.company else None)
    _show(
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
    _show(
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
    _show(options, {"papers": papers}, f"Przeindeksowano dokumentów: {papers}.")
    return 0


def read(options: argparse.Namespace) -> int:
    """``read``."""
    chosen = [find_company(options.company)] if options.company else list(all_company_ids())
    with ReadApart() as reader:
        papers = read_waiting_papers(chosen, reader=reader, clock=timezone.now)
    _show(options, {"papers": papers}, f"Odczytano dokumentów: {papers}.")
    return 0


def tell(options: argparse.Namespace) -> int:
    """``tell``."""
    mails = run_clock(timezone.now())
    _show(options, {"mails": mails}, f"Wiadomości: {mails}.")
    return 0


def setoff_(options: argparse.Namespace) -> int:
    """``setoff``."""
    on = _day(options.as_of) if options.as_of else timezone.localdate()
    with company_scope(find_company(options.company)):
        return setoff(options, on=on, at=timezone.now())


def collect_(options: argparse.Namespace) -> int:
    """``collect``."""
    on = _day(options.on) if options.on else timezone.localdate()
    as_of = _day(options.as_of) if options.as_of else on
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
