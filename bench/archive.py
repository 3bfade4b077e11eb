"""Archives of many papers, made by SQL from a few real ones that came in through the door.

Nine in twenty are cost invoices, five sales invoices, the rest contracts, official letters and receipts, as an office
keeps them. One paper in ten waits on a desk; all others went their way. Each has its words, facts and terms in the
index. ``usługi`` stands in every second paper, ``gronostaj`` in three of all.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connections
from PIL import Image

from bench.invoices import COMPANY_NIP, invoices
from zaplecze.documents.api import Channel, NewPaper, describe_paper, index_waiting
from zaplecze.documents.search.rules import word_terms
from zaplecze.ledger.api import cost_centers
from zaplecze.office.intake import receive
from zaplecze.office.opening import open_company
from zaplecze.platform.companies import add_person
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Role
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import describe_invoice

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
PARTNERS = 50
FREQUENT, RARE, RARELY = "usługi", "gronostaj", 3
# Twenty papers of an office: which of the originals each is a copy of.
MIX = (
    ("describe",) * 7
    + ("approve",) * 2
    + ("sale",) * 5
    + ("contract",) * 2
    + ("letter",) * 2
    + ("receipt",) * 2
)
OTHERS: dict[str, dict[str, str]] = {
    "contract": {
        "number": "U/1", "issue_date": "2026-03-02", "partner_name": "Druga Strona", "subject": "najem biura",
    },
    "letter": {
        "number": "Z/1", "issue_date": "2026-03-03", "partner_name": "Urząd", "subject": "wezwanie do wyjaśnień",
    },
    "receipt": {"number": "P/1", "issue_date": "2026-03-04", "gross": "49,90", "subject": "kawa do biura"},
}  # fmt: skip
_SAID = """
papier ksero transport serwis drukarka śruba kawa najem magazyn hosting serwer część projekt ulotka paliwo
umowa aneks protokół odbiór dostawa zamówienie faktura korekta zaliczka rozliczenie termin płatność rachunek
bank przelew rata leasing samochód naprawa przegląd ubezpieczenie polisa szkoda wezwanie pismo urząd podatek
deklaracja kontrola wyjaśnienie biuro krzesło biurko lampa monitor klawiatura telefon abonament internet
energia woda ogrzewanie sprzątanie ochrona szkolenie podróż hotel bilet obiad konferencja reklama strona druk
plakat baner opakowanie karton paleta folia taśma etykieta towar surowiec blacha profil farba klej narzędzie
wiertarka piła rękawica odzież kask badanie lekarz składka lista płaca premia urlop delegacja diety kilometr
licencja program
"""
WORDS = _SAID.split()
SPOKEN = 14  # words of a paper beside its facts


@dataclass(frozen=True)
class Archive:
    """A company with its papers: one that waits to be described, one to be approved."""

    company: Any
    described: int
    approved: int


def make_archive(nip: str, count: int) -> Archive:
    """A company with ``count`` papers."""
    company = open_company(nip=nip, name=f"Archiwum {count}", at=AT)
    writer = add_person(
        company_id=company.id, email="opis@example.com", full_name="Osoba Opisująca",
        roles=(Role.ACCOUNTANT, Role.MANAGER), password=None,
    )  # fmt: skip
    stamp = Stamp(writer.pk, AT)
    files = [NewPaper(name, data) for name, data in _invoices(nip)]
    files += [NewPaper(f"{kind}.png", _scan(shade), kind=kind) for shade, kind in enumerate(OTHERS)]
    got = receive(company.id, files, channel=Channel.FOLDER, stamp=stamp)
    ids = [r.document_id or 0 for r in got]
    originals = dict(zip(("describe", "approve", "sale", *OTHERS), ids, strict=True))
    with company_scope(company.id):
        index_waiting()
        describe_invoice(
            document_id=originals["approve"], cost_center=cost_centers()[0].code, purpose="pomiar", by=writer.pk,
            at=AT,
        )  # fmt: skip
        for kind, typed in OTHERS.items():
            describe_paper(
                document_id=originals[kind], kind=kind, values=typed, by=writer.pk, at=AT
            )
    _multiply(company.id, originals, count - len(originals))
    return Archive(company, originals["describe"], originals["approve"])


def _invoices(nip: str) -> list[tuple[str, bytes]]:
    """Two purchases and a sale of this company."""
    made = [
        (name, data.replace(COMPANY_NIP.encode(), nip.encode()))
        for name, data in invoices(200, seed=int(nip[:6]))
        if b"<RodzajFaktury>VAT<" in data
    ]
    bought = [m for m in made if _sold_to(m[1], nip)]
    return [*bought[:2], next(m for m in made if not _sold_to(m[1], nip))]


def _sold_to(data: bytes, nip: str) -> bool:
    return nip.encode() in data.partition(b"<Podmiot2>")[2].partition(b"</Podmiot2>")[0]


def _scan(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (8, 8), 10 + shade).save(out, "PNG")
    return out.getvalue()


# Rows of a table beside the originals, once for each copy; {columns} and {values} follow from the table itself.
_COPY = """
INSERT INTO {table} ({columns})
SELECT {values} FROM {copies} c JOIN {table} t ON t.company_id = {company} AND t.{key} = c.{origin}
"""
_LATER = "t.{} + c.n * interval '1 second'"
_CLOSED = "CASE WHEN c.waits THEN t.closed_at ELSE t.opened_at + interval '1 day' END"
_TABLES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("documents_document", "id", "copies", {
        "id": "c.id", "file_sha256": "md5(c.id || 'a') || md5(c.id || 'b')",
        "file_name": "'papier-' || c.id || '.xml'",
        "business_key": "'pomiar-' || c.id", "received_at": _LATER.format("received_at"),
        "number": "'K/' || c.n || '/26'", "partner_name": "'Kontrahent' || c.partner", "net": "t.net + c.n",
        "gross": "t.gross + c.n", "ksef_number": "''",
    }),
    ("documents_indexedpaper", "document_id", "copies", {
        "document_id": "c.id", "read": "true",
        "body": "t.body || ' ' || (SELECT string_agg(w.word, ' ') FROM spoken s JOIN words w ON w.no = s.word "
                "WHERE s.id = c.id)",
        "terms": "(SELECT string_agg(s.term, E'\\n' ORDER BY s.term) FROM copied_terms s WHERE s.id = c.id)",
    }),
    ("workflow_case", "document_id", "copies", {
        "id": "c.case_id", "document_id": "c.id", "state": "CASE WHEN c.waits THEN t.state ELSE 'done' END",
        "opened_at": _LATER.format("opened_at"), "closed_at": _CLOSED,
    }),
    ("workflow_task", "document_id", "copies", {
        "id": "nextval(pg_get_serial_sequence('workflow_task', 'id'))", "case_id": "c.case_id", "document_id": "c.id",
        "opened_at": _LATER.format("opened_at"), "closed_at": _CLOSED,
    }),
    ("workflow_decision", "case_id", "copied_cases", {
        "id": "nextval(pg_get_serial_sequence('workflow_decision', 'id'))", "case_id": "c.case_id", "task_id": "NULL",
    }),
    ("purchasing_costinvoice", "document_id", "copies", {
        "id": "nextval(pg_get_serial_sequence('purchasing_costinvoice', 'id'))", "document_id": "c.id",
    }),
)  # fmt: skip
_BEGIN = """
CREATE TEMP TABLE words (no int PRIMARY KEY, word text, terms text[]);
INSERT INTO words SELECT n - 1, w, string_to_array(t, ' ')
FROM unnest(%(words)s::text[], %(terms)s::text[]) WITH ORDINALITY u (w, t, n);
CREATE TEMP TABLE copies AS
SELECT n, (n / 20) %% 10 = 0 AS waits, (%(mix)s::bigint[])[1 + n %% 20] AS origin, n * 7 %% %(partners)s AS partner,
    nextval(pg_get_serial_sequence('documents_document', 'id')) AS id,
    nextval(pg_get_serial_sequence('workflow_case', 'id')) AS case_id
FROM generate_series(1, %(count)s) n;
CREATE UNIQUE INDEX ON copies (id);
CREATE TEMP TABLE copied_cases AS
SELECT c.*, k.id AS case_origin FROM copies c
JOIN workflow_case k ON k.company_id = %(company)s AND k.document_id = c.origin;
CREATE TEMP TABLE spoken AS
SELECT c.id, (%(kinds)s * power((hashint8(c.id * 31 + k) & 65535) / 65536.0, 2))::int + 2 AS word
FROM copies c, generate_series(1, %(spoken)s) k
UNION ALL SELECT id, 0 FROM copies WHERE n %% 2 = 0
UNION ALL SELECT id, 1 FROM copies WHERE n <= %(rarely)s;
CREATE INDEX ON spoken (id);
CREATE TEMP TABLE copied_terms AS
SELECT id, term, max(weight)::smallint AS weight FROM (
    SELECT c.id, t.term, t.weight
    FROM copies c JOIN documents_searchterm t ON t.company_id = %(company)s AND t.document_id = c.origin
    WHERE t.term !~ '^[#=]'
    UNION ALL SELECT s.id, unnest(w.terms), 1 FROM spoken s JOIN words w ON w.no = s.word
    UNION ALL SELECT c.id, f.term, f.weight FROM copies c, LATERAL (VALUES ('#k' || c.n || '26', 3),
        ('=' || (100 + c.n) || '.00', 3), ('kontrahent' || c.partner, 2)) f (term, weight)
) all_terms GROUP BY id, term;
CREATE INDEX ON copied_terms (id);
ANALYZE copies;
ANALYZE spoken;
ANALYZE copied_terms;
INSERT INTO documents_searchterm (company_id, term, document_id, weight)
SELECT %(company)s, term, id, weight FROM copied_terms ORDER BY term, id
"""


def _multiply(company_id: int, originals: dict[str, int], count: int) -> None:
    """Papers, their terms, cases, tasks and decisions, set by set, as the owner of the tables."""
    from simplemma import lemmatize

    words = [FREQUENT, RARE, *WORDS]
    facts = {
        "company": company_id, "count": count, "partners": PARTNERS, "mix": [originals[m] for m in MIX],
        "words": words, "kinds": len(WORDS) - 1, "spoken": SPOKEN, "rarely": RARELY,
        "terms": [" ".join(sorted(word_terms(w, lambda x: lemmatize(x, lang="pl")))) for w in words],
    }  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'")
        for statement in _BEGIN.strip().split(";\n"):
            cursor.execute(statement, facts if "%" in statement else None)
        for table, key, copies, changed in _TABLES:
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
                [table],
            )
            names = [row[0] for row in cursor.fetchall() if row[0] != "id" or "id" in changed]
            values = [changed.get(name, f"t.{name}") for name in names]
            cursor.execute(
                _COPY.format(
                    table=table, company=company_id, key=key, copies=copies,
                    origin="case_origin" if key == "case_id" else "origin", columns=", ".join(names),
                    values=", ".join(values),
                )
            )  # fmt: skip
        cursor.execute("DROP TABLE words, copies, copied_cases, spoken, copied_terms")
        cursor.execute("RESET work_mem")
