"""Writes of kinds: define one of the company's own, say what a paper is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from zaplecze.documents.appearances.describing import join_typed, typed_invoice
from zaplecze.documents.appearances.ended import (
    announce_replaced,
    finding_row,
    give_way,
    replaced_finding,
)
from zaplecze.documents.events import (
    CostInvoiceRead,
    KindDefined,
    PaperDescribed,
    PaperFromAbroadDescribed,
    SalesInvoiceRead,
)
from zaplecze.documents.keeping.queries import is_personal
from zaplecze.documents.kinds.buyers import check_buyer
from zaplecze.documents.kinds.facts import amount_of, case_facts
from zaplecze.documents.kinds.invoices import TYPED, check_amounts, invoice_from
from zaplecze.documents.kinds.queries import all_kinds, kind_of, rough_value
from zaplecze.documents.kinds.rules import (
    FROM_ABROAD,
    OWN,
    OWNED_ELSEWHERE,
    Field,
    Kind,
    check_own,
    day_of,
    fields_from,
    fields_to,
    read_fields,
)
from zaplecze.documents.models import Document, DocumentKind, OwnKind, Source
from zaplecze.documents.papers import InvoicePaper
from zaplecze.documents.reading import buyer_of
from zaplecze.documents.readings.commands import confirm_reading
from zaplecze.documents.search.commands import index_facts
from zaplecze.documents.signed import of_signature
from zaplecze.partners.api import SeenPartner, learn_partners
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import leave_procedure, require_step, take_step

ZERO = Decimal(0)


class CannotDescribe(Refusal):
    """What was typed doesn't fit the kind; the message names each field."""

    code = "documents.fields"


def define_kind(
    *,
    label: str,
    fields: Sequence[Field],
    personal: bool,
    by: int,
    at: datetime,
    kind_id: int | None = None,
    retired: bool = False,
) -> OwnKind:
    """Define a kind of paper of the company's own, or change one: facts of described papers stay as they are.

    A field keeps its key under another label; one that is taken away stays with the papers that hold it and with the
    procedures that ask for it. One that was taken away comes back by its key.
    """
    lock_company()
    company_id = current_company_id()
    faults = check_own(label, fields)
    same = OwnKind.objects.filter(company_id=company_id, label__iexact=label.strip())
    if same.exclude(id=kind_id or 0).exists():
        faults.append(f"Rodzaj „{label.strip()}” już jest. Wybierz inną nazwę.")
    if faults:
        raise Refusal(" ".join(faults), code="documents.kind")
    if kind_id is None:
        row = OwnKind(company_id=company_id, fields=[])
    else:
        found = OwnKind.objects.filter(company_id=company_id, id=kind_id).first()
        if found is None:
            raise Refusal("Nie ma takiego rodzaju. Odśwież stronę.", code="documents.kind")
        row = found
    keys = {f.key for f in fields}
    before = (*fields_from(row.fields), *fields_from(row.fields, gone=True))
    row.label = label.strip()
    row.fields = fields_to(fields, [f for f in before if f.key not in keys])
    row.personal, row.retired = personal, retired
    row.save()
    event = KindDefined(
        kind=f"{OWN}{row.pk}",
        label=row.label,
        fields=tuple(f.key for f in fields),
        retired=retired,
    )
    record_events([event], Stamp(by, at))
    return row


def describe_paper(
    *,
    document_id: int,
    kind: str,
    values: Mapping[str, str],
    by: int,
    at: datetime,
    reading_id: int | None = None,
) -> int | None:
    """Say what a received paper is and write its facts down; it goes on by the procedure of its kind.

    ``values`` are as typed, by key of field; ``reading_id`` is the reading that the person saw filled in, which this
    confirms or corrects. An invoice goes to the department that owns it, which asks whose cost it is; one that is
    here already by another way becomes an appearance of that paper, whose id is returned. Raises `CannotDescribe`,
    `InvoiceTwin` where another paper has this invoice's number with other facts, or `Refusal` where the paper doesn't
    wait for a description.
    """
    lock_company()
    company_id = current_company_id()
    paper = Document.objects.filter(company_id=company_id, id=document_id).first()
    if paper is None:
        raise Refusal("Nie ma takiego dokumentu w tej firmie.", code="documents.none")
    task = require_step(document_id=document_id, kind="describe")
    chosen = _chosen_kind(paper, kind)
    facts, faults = read_fields(chosen, values)
    if chosen.code in OWNED_ELSEWHERE and not faults:
        faults = check_amounts(facts)
        if chosen.code == DocumentKind.SALES_INVOICE:
            faults += check_buyer(facts)
    if faults:
        raise CannotDescribe(" ".join(faults))
    stamp = Stamp(by, at)
    typed = typed_invoice(paper, chosen.code, facts) if chosen.code in OWNED_ELSEWHERE else None
    # Before the partner is learnt of these facts: the form was filled in without them.
    confirm_reading(paper=paper, kind=chosen, facts=facts, reading_id=reading_id, stamp=stamp)
    _write_down(paper, chosen, facts, stamp)
    if typed is not None and typed.lead_id is None:
        if typed.ended_id is not None:
            give_way({typed.ended_id: paper.pk})
            paper.findings = [*paper.findings, finding_row(replaced_finding(typed.ended_id))]
        paper.business_key = typed.key
        paper.save(update_fields=["business_key", "findings"])
    index_facts([document_id])
    described = PaperDescribed(
        document_id=document_id,
        kind=chosen.code,
        label=chosen.label,
        number=paper.number,
        fields=tuple(facts),
    )
    record_events([described], stamp)
    if typed is not None:
        leave_procedure(task_id=task.id, by=by, at=at)
        if typed.lead_id is None:
            _hand_over(paper, facts, stamp)
            if typed.ended_id is not None:
                announce_replaced({typed.ended_id: paper.pk}, stamp)
        join_typed(paper, typed, stamp)
        return typed.lead_id
    told = case_facts(
        chosen,
        facts,
        rate=rough_value(paper.currency, paper.issue_date or at.astimezone(WARSAW).date()),
        kinds=all_kinds(),
        personal=is_personal(paper),
    )
    if chosen.code in FROM_ABROAD:
        leave_procedure(task_id=task.id, by=by, at=at)
        record_events([_from_abroad(paper, facts, told)], stamp)
        return None
    take_step(task_id=task.id, verdict="accepted", by=by, at=at, facts=told)
    return None


def _from_abroad(
    paper: Document, facts: Mapping[str, str], told: Mapping[str, str]
) -> PaperFromAbroadDescribed:
    return PaperFromAbroadDescribed(
        document_id=paper.pk,
        kind=paper.kind,
        number=paper.number,
        supplier=facts.get("partner_tax_id", ""),
        currency=paper.currency,
        gross_pln=told["gross_pln"],
    )


def _chosen_kind(paper: Document, kind: str) -> Kind:
    """The kind that was chosen; refuses one that this paper can't be any more."""
    if paper.is_invoice or paper.kind == DocumentKind.BANK_STATEMENT:
        raise Refusal(
            "Dane tego dokumentu są już odczytane. Odśwież stronę.", code="documents.read-already"
        )
    chosen = kind_of(kind)
    if chosen is None or chosen.code == DocumentKind.BANK_STATEMENT:
        raise CannotDescribe("Wybierz rodzaj dokumentu z listy.")
    if paper.kind in FROM_ABROAD and paper.source == Source.TYPED and chosen.code != paper.kind:
        raise CannotDescribe(
            f"Dokument krąży jako {paper.get_kind_display()}: popraw jego dane albo go wycofaj i wgraj jeszcze raz."
        )
    return chosen


def _write_down(paper: Document, kind: Kind, facts: Mapping[str, str], stamp: Stamp) -> None:
    paper.kind, paper.kind_label = kind.code, kind.label if kind.own else ""
    paper.source = Source.TYPED
    paper.fields = dict(facts)
    paper.number = facts.get("number") or facts.get("subject") or paper.number
    paper.issue_date = day_of(facts, "issue_date") or paper.issue_date
    paper.sale_date, paper.due_date = day_of(facts, "sale_date"), day_of(facts, "due_date")
    paper.partner_name = facts.get("partner_name") or paper.partner_name
    paper.currency = facts.get("currency") or "PLN"
    paper.gross = amount_of(kind, facts) or ZERO
    paper.vat = sum((Decimal(v) for k, v in facts.items() if k.startswith("vat_")), ZERO)
    nets = [Decimal(v) for k, v in facts.items() if k.startswith("net_")]
    paper.net = sum(nets, ZERO) if nets else paper.gross - paper.vat
    if nip := facts.get("partner_nip"):
        account = facts.get("account")
        seen = SeenPartner(
            "PL", nip, paper.partner_name[:512] or nip, accounts=(account,) if account else ()
        )
        paper.partner_id = learn_partners([seen], stamp)[seen.key]
    elif kind.code == DocumentKind.SALES_INVOICE:
        buyer = buyer_of(invoice_from(facts, sold=True, nip="", name=""))
        paper.partner_id = learn_partners([buyer], stamp)[buyer.key]
    if kind.code in OWNED_ELSEWHERE:
        paper.findings = [*of_signature(paper.findings), finding_row(TYPED)]
    paper.save()


def _hand_over(paper: Document, facts: Mapping[str, str], stamp: Stamp) -> None:
    """Announce a typed invoice like a read one: its owner makes the record and the case goes on by its procedure."""
    company = Company.objects.get(id=paper.company_id)
    sold = paper.kind == DocumentKind.SALES_INVOICE
    invoice = invoice_from(facts, sold=sold, nip=company.nip, name=company.name)
    event = SalesInvoiceRead if sold else CostInvoiceRead
    record_events(
        [
            event(
                document_id=paper.pk,
                kind=paper.kind,
                channel=paper.channel,
                number=paper.number,
                file_sha256=paper.file_sha256,
                findings=(TYPED.code,),
                paper=InvoicePaper(
                    paper.pk,
                    invoice=invoice,
                    partner_id=paper.partner_id,
                    ksef_number="",
                    findings=(TYPED,),
                ),
            )
        ],
        stamp,
    )
