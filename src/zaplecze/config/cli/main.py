"""The command line: every command works with no web and no worker running.

Exit code 0 when done, 1 when a check found something (`verify`, `audit`), 2 for a refusal; with ``--json``
results and refusals are JSON with stable keys and decimals as strings (docs/cli.md).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import OperationalError

from zaplecze.config.cli.choices import (
    COLLECT,
    DIMENSIONS,
    FORMS,
    INTEREST,
    LETTERS,
    REPORTS,
    YEAR_KINDS,
)
from zaplecze.config.cli.environment import prepare_django
from zaplecze.platform.refusal import Refusal


def run(arguments: Sequence[str]) -> int:
    """Parse and run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        return _dispatch(options)
    except OperationalError as error:
        message = f"Baza danych przerwała pracę: {str(error).strip()}. Uruchom polecenie ponownie."
        return _tell(options, "database.lost", message)
    except Refusal as refusal:
        return _tell(options, refusal.code, refusal.message)


def _tell(options: argparse.Namespace, code: str, message: str) -> int:
    """Say what was refused; the exit code of a refusal."""
    if getattr(options, "json", False):
        print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        print(f"{message} [{code}]", file=sys.stderr)
    return 2


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="zaplecze", description="Zaplecze: the back office of a Polish company."
    )
    commands = top.add_subparsers(dest="command", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.add_argument("--json", action="store_true", help="print JSON")
        return made

    start = command("run", "prepare everything, then start the web and the worker")
    start.add_argument("--port", type=int, default=8000)
    start.add_argument("--host", default="127.0.0.1")
    start.add_argument("--no-demo", action="store_true", help="do not create the demo office")
    command("demo", "create the demo office, or complete it")
    command("stop", "stop the embedded database")
    command("migrate", "bring the database to this version's shape")

    company = command("company", "the office's companies")
    company_commands = company.add_subparsers(dest="company_command", required=True)
    _companies(company_commands)

    _papers_and_reports(command)
    setoff = command("setoff", "list mutual claims that can be set off, or set a partner's off")
    setoff.add_argument("--company", required=True, metavar="NIP")
    setoff.add_argument("--as-of", metavar="YYYY-MM-DD", help="the day; today without it")
    setoff.add_argument("--partner", metavar="NIP", help="make the set-off with this partner")
    setoff.add_argument("--other", metavar="NIP", help="our creditor, where it is another partner")
    setoff.add_argument("--currency", default="PLN")
    setoff.add_argument("--amount", help="at most this much, in the currency")
    setoff.add_argument("--by-agreement", action="store_true", help="both sides sign it")
    _collect_options(command("collect", "list or make the letters of collections"))
    index = command("index", "build the index of search again from the papers and their files")
    index.add_argument("--company", metavar="NIP", help="one company; all without it")
    read = command("read", "read PDF, scans and pictures that wait: what the worker does by itself")
    read.add_argument("--company", metavar="NIP", help="one company; all without it")
    verify = command("verify", "check the hash chains of events and entries")
    verify.add_argument("--company", metavar="NIP")
    audit = command("audit", "run the SQL audits and check the wall between companies")
    audit.add_argument("--company", metavar="NIP")
    command("tell", "remind, escalate and send mail now: what the worker does every minute")
    return top


def _collect_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("collect", choices=COLLECT)
    parser.add_argument("--company", required=True, metavar="NIP")
    parser.add_argument("--on", metavar="YYYY-MM-DD", help="the day of the letters; today without")
    parser.add_argument(
        "--as-of",
        metavar="YYYY-MM-DD",
        help="the day of balances, the last day of interest; --on without it",
    )
    parser.add_argument(
        "--partner", action="append", metavar="NIP", help="only these; all without it"
    )
    parser.add_argument(
        "--interest",
        choices=INTEREST,
        default=INTEREST[0],
        help="for notes",
    )
    parser.add_argument("--currency", metavar="CODE", help="for notes: claims in it alone")
    parser.add_argument(
        "--compensation",
        choices=("none", "claim", "pln"),
        default="none",
        help="for notes: 40, 70 or 100 EUR an item, in euro to claims in euro, or in PLN to all",
    )
    parser.add_argument("--period", metavar="YYYY-MM", help="for received: up to its end")
    parser.add_argument("--dry-run", action="store_true", help="tell what would be made")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the letters made, as one PDF/A")


def _companies(company_commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = company_commands.add_parser("add", help="take a company in")
    add.add_argument("--json", action="store_true")
    add.add_argument("--nip", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--email", default="")
    add.add_argument("--tax-office", default="", help="four digits of the tax office")
    add.add_argument(
        "--chart",
        default="services",
        choices=("services", "trade", "production"),
        help="which chart of accounts the books start with",
    )
    add.add_argument(
        "--straight-through", action="store_true", help="book what is certain without people"
    )
    _year_options(add, required=False)
    year = company_commands.add_parser(
        "year", help="tell of a business year that is no calendar year"
    )
    year.add_argument("--json", action="store_true")
    year.add_argument("--nip", required=True)
    _year_options(year, required=True)
    _person(company_commands)


def _year_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """``--year-from``, ``--year-to`` and ``--year-kind``."""
    for end, text in (("from", "first"), ("to", "last")):
        parser.add_argument(
            f"--year-{end}",
            required=required,
            metavar="YYYY-MM-DD",
            help=f"the {text} day of a business year that is no calendar year",
        )
    parser.add_argument(
        "--year-kind",
        choices=YEAR_KINDS,
        default=YEAR_KINDS[0],
        help="one of twelve months with which the books begin, the company's first, or the first after a change",
    )


def _person(company_commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Options of ``company person``."""
    person = company_commands.add_parser(
        "person", help="give a person roles in a company, or take them away"
    )
    person.add_argument("--json", action="store_true")
    person.add_argument("--nip", required=True)
    person.add_argument("--email", required=True)
    person.add_argument("--name", default="", help="needed for a new account")
    person.add_argument("--role", action="append", default=[], help="again for several")
    either = person.add_mutually_exclusive_group()
    either.add_argument(
        "--remove", action="store_true", help="take the roles named away; none named: all of them"
    )
    person.add_argument("--heir", metavar="EMAIL", help="who is asked by name from now on")
    person.add_argument("--heir-role", default="", help="or a role that is asked")
    person.add_argument("--password-stdin", action="store_true")
    either.add_argument(
        "--overseer",
        action="store_true",
        help="from now on she answers for entries that the program posts by itself",
    )


def _papers_and_reports(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    take = command("import", "take files or folders into a company's inbox")
    take.add_argument("--company", required=True, metavar="NIP")
    take.add_argument("--kind", default="other", help="kind of papers that can't be read")
    take.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    rates = command(
        "rates",
        "import rates of NBP table A from its JSON, XML or CSV; without a file, download the newest",
    )
    rates.add_argument("path", type=Path, nargs="?")

    report = command("report", "print a report")
    report.add_argument("report", choices=REPORTS)
    report.add_argument("--company", required=True, metavar="NIP")
    report.add_argument("--period", metavar="YYYY-MM", help="needed by all but those of a day")
    report.add_argument("--to", metavar="YYYY-MM")
    report.add_argument(
        "--account", help="for account-card; the beginning of numbers for dimension reports"
    )
    report.add_argument(
        "--as-of", metavar="YYYY-MM-DD", help="for reports of a day; today without it"
    )
    report.add_argument("--interest", choices=INTEREST, default=INTEREST[0], help="for interest")
    report.add_argument("--letters", choices=LETTERS, default=LETTERS[0], help="for letters")
    report.add_argument(
        "--dimension", choices=DIMENSIONS, default=DIMENSIONS[0], help="for dimension reports"
    )
    report.add_argument(
        "--by-member", action="store_true", help="for dimension-turnover: members, then accounts"
    )
    report.add_argument(
        "--member", metavar="CODE", help="for dimension reports: tax number or code"
    )
    report.add_argument(
        "--side", choices=("receivables", "payables"), default="receivables", help="for ageing"
    )
    report.add_argument(
        "--register", choices=("sales", "purchase"), default="sales", help="for vat-register"
    )
    report.add_argument("--format", choices=FORMS, default=None)
    report.add_argument("--out", type=Path)

    export = command("export", "write a statutory file, or the books with their proof")
    export.add_argument(
        "export",
        choices=("jpk-v7m", "jpk-kr-pd", "books", "beancount", "hledger", "xes", "ocel"),
    )
    export.add_argument("--company", required=True, metavar="NIP")
    export.add_argument("--period", metavar="YYYY-MM", help="for JPK; logs take all without it")
    export.add_argument("--to", metavar="YYYY-MM", help="last month, for jpk-kr-pd and logs")
    export.add_argument(
        "--filed-elsewhere",
        action="store_true",
        help="the period was filed with another program: a JPK is a correction",
    )
    export.add_argument("--out", type=Path, required=True, help="a file, or a folder for books")


def _dispatch(options: argparse.Namespace) -> int:
    if options.command == "stop":
        from zaplecze.platform import embedded

        embedded.stop()
        return 0
    prepare_django(owner=True)
    from zaplecze.config.cli import commands

    return commands.COMMANDS[options.command](options)
