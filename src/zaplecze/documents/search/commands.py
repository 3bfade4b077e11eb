"""Keeping the index: facts in the transaction that takes a paper in, the whole text by a job."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from zaplecze.documents.keeping.models import Version
from zaplecze.documents.kinds.queries import own_kinds
from zaplecze.documents.kinds.rules import BUILT_IN, FieldType
from zaplecze.documents.models import Document
from zaplecze.documents.readings.queries import texts_of
from zaplecze.documents.search.fields import facts_of_fields
from zaplecze.documents.search.lemmas import as_written, lemma
from zaplecze.documents.search.models import IndexedPaper
from zaplecze.documents.search.rules import Facts, Lemma, fact_terms, paper_terms
from zaplecze.documents.search.texts import LONGEST, text_of
from zaplecze.partners.api import partners
from zaplecze.platform.bulk import insert_rows, server_cursor
from zaplecze.platform.files import read_file
from zaplecze.platform.scope import current_company_id

BATCH = 500


def index_facts(document_ids: Collection[int]) -> None:
    """Make papers found by their numbers, names, amounts and days; call it again when the facts change.

    Runs in the writer's transaction. The text follows by `index_waiting`.
    """
    papers = _papers(document_ids)
    terms = {id_: fact_terms(f, as_written) for id_, f in papers.items()}
    _replace(terms, bodies=None)


def index_new(papers: Mapping[int, Facts]) -> None:
    """Make papers found that were taken in just now, of which nothing stands in the index yet."""
    _insert({id_: fact_terms(f, as_written) for id_, f in papers.items()}, bodies=None)


def index_text(*, document_id: int, text: str) -> None:
    """Make a paper found by a text that another room read of it (of a scan, say)."""
    text = _with_newest({document_id: text})[document_id]
    papers = _papers([document_id])
    terms = {id_: paper_terms(f, text, lemma) for id_, f in papers.items()}
    _replace(terms, bodies=dict.fromkeys(papers, text))


def index_waiting(*, limit: int = BATCH) -> int:
    """Read the text of papers that have only their facts in the index; returns how many were read.

    A paper whose file is missing or says nothing keeps its facts and isn't tried again.
    """
    rows = IndexedPaper.objects.filter(company_id=current_company_id(), read=False)
    waiting = list(rows.order_by("-document_id").values_list("document_id", flat=True)[:limit])
    _index_files(waiting)
    return len(waiting)


def rebuild_index(*, word_forms: Lemma = lemma) -> int:
    """Build the open company's index again from its papers and files; returns how many papers it holds."""
    with server_cursor() as cursor:
        for table in (b"documents_searchterm", b"documents_indexedpaper"):
            cursor.execute(b"DELETE FROM " + table + b" WHERE company_id = %s", _open())
    done = last = 0
    while True:
        rows = Document.objects.filter(company_id=current_company_id(), id__gt=last).order_by("id")
        ids = list(rows.values_list("id", flat=True)[:BATCH])
        if not ids:
            return done
        _index_files(ids, word_forms)
        last, done = ids[-1], done + len(ids)


def forget_text(document_ids: Collection[int]) -> None:
    """Leave only the facts of papers whose bytes were destroyed."""
    papers = _papers(document_ids)
    _replace({i: fact_terms(f, lemma) for i, f in papers.items()}, bodies=dict.fromkeys(papers, ""))


def _index_files(ids: Sequence[int], word_forms: Lemma = lemma) -> None:
    files = dict(
        Document.objects.filter(company_id=current_company_id(), id__in=ids).values_list(
            "id", "file_sha256"
        )
    )
    bodies = {id_: _text(sha) for id_, sha in files.items()}
    _lock(ids)
    # What OCR read is not in the file's own text; the reader may have come by while the files were opened.
    bodies = _with_newest(bodies | texts_of(ids))
    facts = _papers(ids)
    terms = {i: paper_terms(f, bodies[i], word_forms) for i, f in facts.items()}
    _replace(terms, bodies=bodies)


def _with_newest(bodies: Mapping[int, str]) -> dict[int, str]:
    """The texts of papers with the text of their newest version before them, where it says something else."""
    rows = Version.objects.filter(company_id=current_company_id(), document_id__in=bodies)
    found = dict(bodies)
    for id_, sha in dict(rows.order_by("number").values_list("document_id", "file_sha256")).items():
        newest = _text(sha)
        if newest not in found[id_]:
            found[id_] = f"{newest} {found[id_]}"[:LONGEST]
    return found


def _text(sha256: str) -> str:
    try:
        return text_of(read_file(sha256))
    except (OSError, ValueError):
        return ""


def _papers(ids: Collection[int]) -> dict[int, Facts]:
    rows = list(Document.objects.filter(company_id=current_company_id(), id__in=ids))
    known = partners(r.partner_id for r in rows)
    found = {}
    shapes = _shapes(rows)
    for row in rows:
        told = facts_of_fields(shapes.get(row.kind, {}), row.fields)
        partner = known.get(row.partner_id or 0)
        own = (row.number, row.ksef_number, partner.tax_id if partner else "", row.file_name)
        numbers = (*own, *told.numbers)
        found[row.id] = Facts(
            numbers=tuple(n for n in numbers if n),
            words=f"{row.partner_name} {row.get_kind_display()} {told.words}".strip(),
            amounts=(row.gross, row.net, *told.amounts),
            days=tuple(d for d in (row.issue_date, *told.days) if d),
        )
    return found


def _shapes(rows: Collection[Document]) -> dict[str, dict[str, FieldType]]:
    """Types of the fields of each kind among papers with typed facts; retired kinds too."""
    if not any(row.fields for row in rows):
        return {}
    kinds = (*BUILT_IN.values(), *own_kinds(with_retired=True))
    return {k.code: {f.key: f.type for f in k.fields} for k in kinds}


def _replace(terms: Mapping[int, Mapping[str, int]], bodies: Mapping[int, str] | None) -> None:
    """Put these terms in place of what the index holds of the papers; without bodies the text waits for the job."""
    ids = sorted(terms)
    if not ids:
        return
    _lock(ids)
    company_id = current_company_id()
    with server_cursor() as cursor:
        cursor.execute(
            b"DELETE FROM documents_searchterm t USING ("
            b"  SELECT document_id, unnest(string_to_array(terms, E'\\n')) AS term"
            b"  FROM documents_indexedpaper WHERE company_id = %s AND document_id = ANY(%s::bigint[])"
            b") old WHERE t.company_id = %s AND t.term = old.term AND t.document_id = old.document_id",
            (company_id, ids, company_id),
        )
    _insert(terms, bodies)


def _insert(terms: Mapping[int, Mapping[str, int]], bodies: Mapping[int, str] | None) -> None:
    ids = sorted(terms)
    company_id = current_company_id()
    count = len(ids)
    insert_rows(
        "documents_indexedpaper",
        {
            "company_id": ("bigint", [company_id] * count),
            "document_id": ("bigint", ids),
            "read": ("boolean", [bodies is not None] * count),
            "body": ("text", [bodies[i] if bodies is not None else "" for i in ids]),
            "terms": ("text", ["\n".join(sorted(terms[i])) for i in ids]),
        },
        tail="ON CONFLICT (company_id, document_id) DO UPDATE "
        "SET read = excluded.read, body = excluded.body, terms = excluded.terms",
    )
    # In the order of the index, which then finds the places of its rows side by side.
    papers: dict[str, list[int]] = {}
    for i in ids:
        for term in terms[i]:
            papers.setdefault(term, []).append(i)
    rows = [(term, i) for term in sorted(papers) for i in papers[term]]
    insert_rows(
        "documents_searchterm",
        {
            "company_id": ("bigint", [company_id] * len(rows)),
            "term": ("text", [term for term, _ in rows]),
            "document_id": ("bigint", [i for _, i in rows]),
            "weight": ("smallint", [terms[i][term] for term, i in rows]),
        },
    )


def _lock(ids: Collection[int]) -> None:
    """Let two that index the same papers, the reader and this job say, go one after the other."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT 1 FROM documents_indexedpaper WHERE company_id = %s"
            b" AND document_id = ANY(%s::bigint[]) ORDER BY document_id FOR UPDATE",
            (current_company_id(), list(ids)),
        )


def _open() -> tuple[int]:
    return (current_company_id(),)
