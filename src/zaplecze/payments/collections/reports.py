"""Collections as reports: Wiekowanie, its items, the register of letters, the list of differences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zaplecze.ledger.api import item_links
from zaplecze.partners.api import partner_names
from zaplecze.payments.collections.letters import letter_title
from zaplecze.payments.collections.models import LetterKind
from zaplecze.payments.collections.queries import (
    LetterView,
    ageing,
    bucket_edges,
    side_items,
)
from zaplecze.payments.collections.rules import bucket_labels, bucket_of, days_late
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links, word_part
from zaplecze.platform.models import Company
from zaplecze.platform.money import ZERO, format_pln
from zaplecze.platform.report import Column, Report, Row

NOBODY = "(bez kontrahenta)"


def ageing_report(
    company: Company,
    *,
    day: date,
    receivables: bool = True,
    edges: Sequence[int] | None = None,
    link: Link = no_link,
    text: str = "",
) -> Report:
    """Wiekowanie as of a day: a row a partner, a column a bucket; ``text`` keeps partners with it in their name."""
    edges = bucket_edges() if edges is None else edges
    labels = bucket_labels(edges)
    keys = [f"b{i}" for i in range(len(labels))]
    ages = ageing(day=day, receivables=receivables, edges=edges)
    names = partner_names(a.partner_id for a in ages)
    totals = dict.fromkeys(["total", *keys], ZERO)
    side = "receivables" if receivables else "payables"
    table = f"wiekowanie/{side}/{day.isoformat()}/{','.join(map(str, edges))}"
    rows: list[Row] = []
    for age in ages:
        name = names.get(age.partner_id or 0, NOBODY)
        if text.casefold() not in name.casefold():
            continue
        amounts = dict(zip(["total", *keys], [age.total, *age.buckets], strict=True))
        for key, amount in amounts.items():
            totals[key] += amount
        shown = {key: amount or None for key, amount in amounts.items()}
        rows.append(
            Row(
                {"partner": name, **shown},
                links={
                    **{
                        key: f"{url}?dzien={day.isoformat()}"
                        for key, url in cell_link(
                            link, "partner", "collection_partner", partner_id=age.partner_id
                        ).items()
                    },
                    **trace_links(
                        link,
                        {
                            key: f"{table}/{age.partner_id or '-'}/{key}"
                            for key, amount in amounts.items()
                            if amount
                        },
                    ),
                },
            )
        )
    late = "Po terminie, dni"
    return Report(
        code="ageing",
        title="Wiekowanie należności" if receivables else "Wiekowanie zobowiązań",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"na dzień {day:%d.%m.%Y}",
        columns=(
            Column("partner", "Kontrahent", "text"),
            Column("total", "Razem", "money"),
            Column("b0", "Przed terminem", "money"),
            *(
                Column(key, label.removesuffix(" dni"), "money", group=late)
                for key, label in zip(keys[1:], labels[1:], strict=True)
            ),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"{table}/{word_part(text)}", totals),
        notes=(
            "Wartości w PLN z ksiąg. Pozycje rozliczone po tym dniu są tu otwarte, bez terminu: przed terminem.",
        ),
    )


def partner_items_report(
    company: Company, *, partner_id: int, day: date, link: Link = no_link
) -> Report:
    """What one partner owes and is owed as of a day, item by item."""
    edges = bucket_edges()
    labels = bucket_labels(edges)
    rows = []
    totals = {"receivable": ZERO, "payable": ZERO}
    both = [
        i
        for side in (True, False)
        for i in side_items(day=day, receivables=side, partner_id=partner_id)
    ]
    for item in both:
        key = "receivable" if item.is_debit else "payable"
        totals[key] += item.left
        rows.append(
            Row(
                {
                    "account": item.account,
                    "number": item.number,
                    "document_date": item.document_date,
                    "due_date": item.due_date,
                    "days_late": days_late(item.due_date, day) or None,
                    "bucket": labels[bucket_of(item.due_date, day, edges)],
                    "amount": item.amount,
                    key: item.left,
                    **(
                        {}
                        if item.unit == "PLN"
                        else {"own": f"{format_pln(item.owed)} {item.unit}"}
                    ),
                },
                links={
                    **cell_link(link, "number", "document", document_id=item.document_id),
                    **item_links(
                        link,
                        f"{item.id}/{day.isoformat()}",
                        amount=("amount", item.amount),
                        **{key: ("left", item.left)},
                        **({} if item.unit == "PLN" else {"own": ("own_left", item.owed)}),
                    ),
                },
            )
        )
    name = partner_names([partner_id]).get(partner_id, NOBODY)
    return Report(
        code="partner-items",
        title=f"Rozrachunki: {name}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"na dzień {day:%d.%m.%Y}",
        columns=(
            Column("account", "Konto", "code"),
            Column("number", "Dokument", "code"),
            Column("document_date", "Data", "date"),
            Column("due_date", "Termin", "date"),
            Column("days_late", "Dni po terminie", "int"),
            Column("bucket", "Przedział", "text"),
            Column("amount", "Kwota", "money"),
            Column("receivable", "Należność", "money"),
            Column("payable", "Zobowiązanie", "money"),
            *(
                (Column("own", "W walucie", "text"),)
                if any(r.cells.get("own") for r in rows)
                else ()
            ),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"kontrahent/{partner_id}/{day.isoformat()}", totals),
    )


def letters_report(
    company: Company,
    views: Sequence[LetterView],
    *,
    kind: str,
    on: date,
    link: Link = no_link,
    state: str = "",
    text: str = "",
) -> Report:
    """The register of letters of one kind, with what became of each; for balances with the difference too.

    ``state`` and ``text`` tell what the letters were chosen by.
    """
    confirmation = kind == LetterKind.CONFIRMATION
    rows = []
    for view in views:
        letter = view.letter
        last = view.outcomes[-1] if view.outcomes else None
        cells: dict[str, object] = {
            "number": letter.number,
            "day": letter.day,
            "partner": letter.partner_name,
            "title": letter_title(letter),
            "as_of": letter.as_of,
            "total": letter.total,
            "sent": view.sent_on,
            "state": "brak odpowiedzi" if confirmation and view.silent(on) else view.state_name,
            "note": last.note if last else "",
        }
        if confirmation:
            cells["answer"] = last.amount if last else None
            cells["answer_currency"] = last.currency if last and last.amount is not None else None
            cells["difference"] = view.difference
        foreign = [(c, a) for c, a in view.sums if c != "PLN"]
        if foreign:
            cells["own"] = "; ".join(f"{format_pln(a)} {c}" for c, a in view.sums)
        links = cell_link(link, "number", "collection_letter", letter_id=letter.id)
        told = {k: f"pismo/{letter.id}/{k}" for k in ("total", "answer", "difference")}
        links |= trace_links(link, {k: key for k, key in told.items() if cells.get(k)})
        if foreign:
            links |= trace_links(link, {"own": f"pismo/{letter.id}/{foreign[0][0]}"})
        rows.append(Row(cells, links=links))
    names = {
        LetterKind.CONFIRMATION: ("Rejestr potwierdzeń sald", "Na dzień", "Nasze saldo"),
        LetterKind.REMINDER: ("Rejestr monitów", "Zapłata do", "Do zapłaty"),
        LetterKind.INTEREST: ("Rejestr not odsetkowych", "Odsetki do", "Do zapłaty"),
        LetterKind.SETOFF: ("Rejestr kompensat", "Z dniem", "Potrącono"),
    }
    title, as_of, total = names[LetterKind(kind)]
    in_currencies = any(row.cells.get("own") for row in rows)
    answer = (
        Column("answer_currency", "Waluta odp.", "code"),
        Column("answer", "Saldo kontrahenta", "money", foreign=True),
        Column("difference", "Różnica", "money", foreign=True),
    )
    totals = {"total": sum((v.letter.total for v in views), ZERO)}
    table = f"pisma/{kind}/{word_part(state)}/{word_part(text)}/{on.isoformat()}"
    return Report(
        code=f"letters-{kind}",
        title=title,
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"na dzień {on:%d.%m.%Y}",
        columns=(
            Column("number", "Numer", "code"),
            Column("day", "Data", "date"),
            Column("partner", "Kontrahent", "text"),
            Column("title", "Pismo", "text"),
            Column("as_of", as_of, "date"),
            Column("total", f"{total}, zł w księgach" if in_currencies else total, "money"),
            *((Column("own", "W walutach", "text"),) if in_currencies else ()),
            *(answer if confirmation else ()),
            Column("sent", "Wysłane", "date"),
            Column("state", "Stan", "text"),
            Column("note", "Uwagi", "text"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, table, totals),
    )
