"""Reads of schemes: the newest version of each, and the rules that pick one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from zaplecze.ledger.models import PostingScheme, SchemeRule, SchemeVersion
from zaplecze.ledger.rules import NewEntry
from zaplecze.ledger.schemes.formula import Facts
from zaplecze.ledger.schemes.rules import (
    Scheme,
    SchemeFault,
    SchemeLine,
    apply_scheme,
    settled_with,
)
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class KeptScheme:
    """A scheme with its newest version."""

    row: PostingScheme
    scheme: Scheme


def lines_as_data(lines: Sequence[SchemeLine]) -> list[dict[str, Any]]:
    """Lines of a scheme as JSON keeps them."""
    return [asdict(line) for line in lines]


def read_version(row: PostingScheme, version: SchemeVersion) -> Scheme:
    """A kept version as rules want it."""
    return Scheme(
        row.code,
        row.name,
        version.no,
        tuple(SchemeLine(**line) for line in version.lines),
        tuple((name, label) for name, label in version.parameters),
    )


def versions_of(row: PostingScheme) -> list[SchemeVersion]:
    """All versions, the newest first."""
    rows = SchemeVersion.objects.select_related("by").filter(
        company_id=current_company_id(), scheme=row
    )
    return list(rows.order_by("-no"))


def schemes(*, closed: bool = False) -> list[KeptScheme]:
    """Schemes of the company by code, with ``closed`` those out of use too."""
    rows = SchemeVersion.objects.select_related("scheme").filter(company_id=current_company_id())
    if not closed:
        rows = rows.filter(scheme__closed=False)
    newest = rows.order_by("scheme__code", "-no").distinct("scheme__code")
    return [KeptScheme(v.scheme, read_version(v.scheme, v)) for v in newest]


def scheme_by_code(code: str) -> Scheme:
    """The newest version of a scheme in use; raises `SchemeFault`."""
    found = next((kept.scheme for kept in schemes() if kept.row.code == code), None)
    if found is None:
        raise SchemeFault(code, 0, "nie ma takiego schematu w użyciu. Wybierz z listy (F9).")
    return found


@dataclass(frozen=True, slots=True)
class Pick:
    """A rule with the code of its scheme."""

    row: SchemeRule
    code: str


def scheme_rules() -> list[Pick]:
    """Rules in their order."""
    rows = SchemeRule.objects.select_related("scheme").filter(company_id=current_company_id())
    return [Pick(row, row.scheme.code) for row in rows.order_by("no")]


@dataclass(frozen=True, slots=True)
class Picker:
    """All that is needed to pick schemes for many documents: read once."""

    picks: tuple[Pick, ...]
    by_code: dict[str, Scheme]

    def pick(self, *, kind: str, tax_id: str, purchase: bool) -> tuple[Scheme, str] | None:
        """The scheme of the first rule that fits, and why; one with parameters or out of use is never picked."""
        for pick in self.picks:
            row = pick.row
            scheme = self.by_code.get(pick.code)
            if (
                scheme is not None
                and not scheme.parameters
                and row.purchase == purchase
                and row.kind in ("", kind)
                and row.partner_tax_id in ("", tax_id)
            ):
                return scheme, f"reguła schematów nr {row.no}"
        return None


def picker() -> Picker:
    """The company's rules of schemes."""
    picks = tuple(scheme_rules())
    return Picker(picks, {k.row.code: k.scheme for k in schemes()} if picks else {})


def with_scheme(
    entry: NewEntry,
    scheme: Scheme,
    facts: Facts,
    parameters: dict[str, Any] | None = None,
    *,
    because: str = "",
) -> NewEntry:
    """The entry with the scheme's lines; due day and bank account stay with the partner's line."""
    like = next((x for x in entry.lines if x.due_date or x.bank_account), None)
    made = apply_scheme(scheme, facts, parameters)
    if not made:
        raise SchemeFault(scheme.name, 0, "na tym dokumencie nie daje żadnego wiersza.")
    lines = settled_with(made, scheme, partner_id=entry.partner_id, like=like)
    if because:
        lines = [replace(line, why=f"{line.why} ({because})") for line in lines]
    return replace(entry, lines=tuple(lines))
