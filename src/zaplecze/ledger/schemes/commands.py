"""Writes of schemes: a new version, out of use, the rules that pick them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zaplecze.ledger.commands.plan import CODE_FORM
from zaplecze.ledger.events import SchemeKept
from zaplecze.ledger.models import PostingScheme, SchemeRule, SchemeVersion
from zaplecze.ledger.rules import NewEntry, NewLine, clean
from zaplecze.ledger.schemes.queries import lines_as_data, versions_of
from zaplecze.ledger.schemes.rules import Scheme, SchemeFault, SchemeLine, check_scheme
from zaplecze.ledger.usable import usable_ids
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.scope import current_company_id


def keep_scheme(
    *,
    code: str,
    name: str,
    lines: Sequence[SchemeLine],
    parameters: Sequence[tuple[str, str]] = (),
    closed: bool = False,
    by: int,
    at: datetime,
) -> Scheme:
    """Keep a scheme: a new one, or the next version of the one with this code where it says something else.

    Raises `SchemeFault` with the line and the place in its formula, `CannotPost` for unknown accounts.
    """
    lock_company()
    company_id = current_company_id()
    code, name = code.strip().upper(), clean(name.strip(), 120)
    if not CODE_FORM.fullmatch(code):
        raise SchemeFault(name or code, 0, "symbol to do 20 liter, cyfr i znaków / . _ -.")
    if not name:
        raise SchemeFault(code, 0, "podaj nazwę.")
    wanted = Scheme(code, name, 0, tuple(lines), tuple(parameters))
    check_scheme(wanted)
    at_day = at.date()
    usable_ids(
        NewEntry("PK", at_day.year, at_day.month, "PK", "", at_day, at_day, name, tuple(
            NewLine(x.account, cost_center=x.cost_center, project=x.project) for x in lines
        ))
    )  # fmt: skip
    row, _ = PostingScheme.objects.update_or_create(
        company_id=company_id, code=code, defaults={"name": name, "closed": closed}
    )
    newest = next(iter(versions_of(row)), None)
    data, asked = lines_as_data(lines), [[n, label] for n, label in parameters]
    no = newest.no if newest else 0
    if newest is None or (newest.lines, newest.parameters) != (data, asked):
        no += 1
        SchemeVersion.objects.create(
            company_id=company_id, scheme=row, no=no, at=at, by_id=by, lines=data, parameters=asked
        )
    record_events([SchemeKept(scheme=code, version=no, closed=closed)], Stamp(by, at))
    return Scheme(code, name, no, wanted.lines, wanted.parameters)


def add_scheme_rule(
    *, scheme: str, kind: str, partner_tax_id: str, purchase: bool, by: int, at: datetime
) -> SchemeRule:
    """Let documents of a kind, of a partner, or both be proposed by a scheme; after the rules there are."""
    lock_company()
    company_id = current_company_id()
    kind, tax_id = kind.strip().upper(), partner_tax_id.strip().replace("-", "").replace(" ", "")
    if not kind and not tax_id:
        raise SchemeFault(scheme, 0, "podaj rodzaj dowodu albo NIP kontrahenta.")
    row = PostingScheme.objects.filter(company_id=company_id, code=scheme, closed=False).first()
    if row is None:
        raise SchemeFault(scheme, 0, "nie ma takiego schematu w użyciu.")
    if versions_of(row)[0].parameters:
        raise SchemeFault(
            row.name, 0, "pyta o parametry, więc nie może działać sam. Usuń parametry."
        )
    last = SchemeRule.objects.filter(company_id=company_id).order_by("-no").first()
    made = SchemeRule.objects.create(
        company_id=company_id,
        no=last.no + 1 if last else 1,
        kind=kind[:20],
        partner_tax_id=tax_id[:50],
        purchase=purchase,
        scheme=row,
    )
    record_events(
        [SchemeKept(scheme=scheme, version=versions_of(row)[0].no, closed=False)], Stamp(by, at)
    )
    return made


def drop_scheme_rule(*, rule_id: int, by: int, at: datetime) -> None:
    """Take a rule away; raises `SchemeFault` where there is none."""
    lock_company()
    rule = SchemeRule.objects.select_related("scheme").filter(
        company_id=current_company_id(), id=rule_id
    ).first()  # fmt: skip
    if rule is None:
        raise SchemeFault("?", 0, "nie ma takiej reguły. Odśwież stronę.")
    code = rule.scheme.code
    no = versions_of(rule.scheme)[0].no
    rule.delete()
    record_events([SchemeKept(scheme=code, version=no, closed=False)], Stamp(by, at))
