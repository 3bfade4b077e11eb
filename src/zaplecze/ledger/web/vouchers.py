"""The form of a voucher without a paper (polecenie księgowania): new, copied from an entry, or from the buffer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.accruals.queries import spreadable
from zaplecze.ledger.commands.posting import Posted
from zaplecze.ledger.drafts import (
    Proposal,
    code_voucher,
    draft_entry,
    post_voucher,
    save_draft,
    voucher,
)
from zaplecze.ledger.grid import FIELDS, MORE, GridFault, GridRow, grid_rows, read_rows, typed_rows
from zaplecze.ledger.models import Draft, Entry, Journal
from zaplecze.ledger.partnerless import accounts_without_partner
from zaplecze.ledger.queries import accounts, cost_centers, entry_lines, projects
from zaplecze.ledger.rules import NewEntry, NewLine, clean
from zaplecze.ledger.schemes.queries import schemes
from zaplecze.ledger.schemes.rules import apply_scheme, document_facts
from zaplecze.ledger.typed_rates import (
    FarFromTable,
    far_off,
    table_amount,
    table_amounts,
    with_rate_told,
)
from zaplecze.ledger.web.schemes import SCHEME, asked_scheme
from zaplecze.partners.api import find_partners
from zaplecze.platform.currencies import is_currency
from zaplecze.platform.days import working_day_before
from zaplecze.platform.money import parse_pln
from zaplecze.platform.periods import month_code, parse_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view

KIND = "PK"
EMPTY_ROWS = 2
LOOKUP_ROWS = 20
HEADER = ("journal", "number", "month", "operation", "document", "due", "text")


@dataclass(frozen=True, slots=True)
class Form:
    """The voucher as its fields hold it."""

    header: Mapping[str, str]
    rows: Sequence[GridRow]
    draft: Draft | None = None
    fault: str = ""
    doubt: bool = False


@require_GET
@company_view()
def new(request: CompanyRequest) -> HttpResponse:
    """An empty voucher, or one like the posted entry ``wzor``."""
    today = timezone.localdate()
    header = {
        "journal": KIND,
        "month": f"{today:%Y-%m}",
        "operation": today.isoformat(),
        "document": today.isoformat(),
    }
    pattern = request.GET.get("wzor", "")
    if not pattern.isdecimal():
        return _page(request, Form(header, [GridRow()] * EMPTY_ROWS))
    entry = Entry.objects.filter(company=request.company, id=int(pattern)).first()
    if entry is None:
        raise Http404("nie ma takiego zapisu")
    lines = [
        NewLine(
            line.account.number,
            debit=line.debit,
            credit=line.credit,
            partner_id=line.partner_id,
            cost_center=line.cost_center.code if line.cost_center else "",
            project=line.project.code if line.project else "",
            text=line.text,
            currency=line.currency,
            currency_amount=line.currency_amount,
        )
        for line in entry_lines(entry.id)
    ]
    return _page(request, Form({**header, "text": entry.text}, grid_rows(lines)))


@require_GET
@company_view()
def edit(request: CompanyRequest, draft_id: int) -> HttpResponse:
    """A voucher of the buffer; one with a paper is done beside its paper."""
    draft = Draft.objects.filter(company=request.company, id=draft_id).first()
    if draft is None:
        raise Http404("nie ma takiego dowodu")
    if draft.document_id is not None:
        return redirect("document", nip=request.company.nip, document_id=draft.document_id)
    return _page(request, _form_of(voucher(draft_id)))


@require_POST
@company_view(roles=BOOKKEEPERS)
def save(request: CompanyRequest) -> HttpResponse:
    """Keep the voucher; then, as asked, zadekretuj or zaksięguj. A fault comes back in its place."""
    header = {name: request.POST.get(name, "").strip() for name in HEADER}
    held = request.POST.get("draft", "")
    draft_id = int(held) if held.isdecimal() else None
    rows: list[GridRow] = []
    try:
        rows = typed_rows({name: request.POST.getlist(name) for name in (*FIELDS, *MORE)})
        if request.POST.get("action", "").startswith(SCHEME):
            return _page(request, _with_scheme(request, header, rows, draft_id))
        with transaction.atomic():
            entry = _entry(header, rows)
            draft, posted = _save(request, entry, rows, draft_id)
    except Refusal as refusal:
        row = refusal.row if isinstance(refusal, GridFault) else 0
        rows = [
            replace(r, fault=refusal.message if n == row else "") for n, r in enumerate(rows, 1)
        ]
        old = Draft.objects.filter(company=request.company, id=draft_id or 0).first()
        shown = rows or [GridRow()] * EMPTY_ROWS
        doubt = isinstance(refusal, FarFromTable)
        return _page(request, Form(header, shown, old, refusal.message, doubt=doubt))
    nobodys = accounts_without_partner(entry)
    if nobodys:
        messages.warning(
            request,
            _(
                "Konta %(accounts)s: pozycja bez kontrahenta. Nie da się jej potwierdzić ani wezwać do zapłaty."
            )
            % {"accounts": ", ".join(nobodys)},
            extra_tags="ledger.no-partner",
        )
    if posted is not None:
        messages.success(request, _("Zaksięgowano: %(entry)s.") % {"entry": posted.label})
        return redirect("new_voucher", nip=request.company.nip)
    messages.success(
        request, _("Zapisano w buforze: %(voucher)s.") % {"voucher": draft.voucher_number}
    )
    return redirect("voucher", nip=request.company.nip, draft_id=draft.id)


def _with_scheme(
    request: CompanyRequest,
    header: dict[str, str],
    rows: Sequence[GridRow],
    draft_id: int | None,
) -> Form:
    """What was typed so far, with the lines of the scheme after it; nothing is kept yet."""
    scheme, parameters = asked_scheme(request.POST)
    made = apply_scheme(scheme, document_facts(amounts={}, kind=KIND), parameters)
    if not made:
        raise Refusal(
            f"Schemat „{scheme.name}” nie dał żadnego wiersza: sprawdź kwoty.", code="ledger.scheme"
        )
    typed = [row for row in rows if row.account.strip() or row.debit.strip() or row.credit.strip()]
    new = [replace(row, no="", reason=row.why) for row in grid_rows(made)]
    old = Draft.objects.filter(company=request.company, id=draft_id or 0).first()
    return Form({**header, "text": header["text"] or scheme.name}, [*typed, *new], old)


def _save(
    request: CompanyRequest, entry: NewEntry, rows: Sequence[GridRow], draft_id: int | None
) -> tuple[Draft, Posted | None]:
    action = request.POST.get("action", "save")
    by, at = request.person_id, request.now
    entry = replace(entry, lines=_with_tables(request, entry, rows, final=action != "save"))
    draft = save_draft(Proposal(entry), draft_id=draft_id)
    if action in ("code", "post"):
        draft = code_voucher(draft_id=draft.id, by=by, at=at)
    return draft, post_voucher(draft_id=draft.id, by=by, at=at) if action == "post" else None


def _entry(header: Mapping[str, str], rows: Sequence[GridRow]) -> NewEntry:
    due = _day(header["due"], "Termin płatności") if header["due"] else None
    lines = tuple(read_rows(rows, due_date=due))
    if not lines:
        raise Refusal("Wpisz co najmniej jeden wiersz: konto i kwotę.", code="ledger.no-lines")
    year, month = parse_month(header["month"])
    journals = Journal.objects.filter(company_id=current_company_id(), code=header["journal"])
    if not journals.exists():
        raise Refusal(
            f"Nie ma dziennika {header['journal']}. Wybierz z listy.", code="ledger.journal"
        )
    partners = {line.partner_id for line in lines if line.partner_id is not None}
    return NewEntry(
        journal=header["journal"],
        year=year,
        month=month,
        voucher_kind=KIND,
        voucher_number=clean(header["number"], 256),
        operation_date=_day(header["operation"], "Data operacji"),
        document_date=_day(header["document"], "Data dowodu"),
        text=clean(header["text"], 512),
        lines=lines,
        partner_id=partners.pop() if len(partners) == 1 else None,
    )


def _with_tables(
    request: CompanyRequest, entry: NewEntry, rows: Sequence[GridRow], *, final: bool
) -> tuple[NewLine, ...]:
    """The lines with the tables that made their amounts; one far from its table is told, at the end refused.

    The buffer takes it with a warning. Raises `FarFromTable` unless the person has confirmed it.
    """
    tables = table_amounts([(line, entry.operation_date) for line in entry.lines])
    filled = [
        n for n, r in enumerate(rows, 1) if r.account.strip() or r.debit.strip() or r.credit.strip()
    ]
    for number, line, table in zip(filled, entry.lines, tables, strict=True):
        doubt = far_off(line, table)
        if doubt and final and not request.POST.get("rate_sure"):
            raise FarFromTable(number, f": {doubt}")
        if doubt:
            messages.warning(request, doubt)
    return tuple(with_rate_told(n, t) for n, t in zip(entry.lines, tables, strict=True))


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            f"{name}: „{text}” nie jest datą. Wybierz dzień.", code="ledger.day"
        ) from error


def _form_of(draft: Draft) -> Form:
    header = {
        "journal": draft.journal.code,
        "number": draft.voucher_number,
        "month": month_code((draft.year, draft.month)),
        "operation": draft.operation_date.isoformat(),
        "document": draft.document_date.isoformat(),
        "due": draft.due_date.isoformat() if draft.due_date else "",
        "text": draft.text,
    }
    return Form(header, grid_rows(draft_entry(draft).lines), draft)


def _page(request: CompanyRequest, form: Form) -> HttpResponse:
    context = {
        "form": form,
        "rows": form.rows,
        "journals": Journal.objects.filter(company=request.company).order_by("code"),
        "account_names": {a.number: a.name for a in accounts()},
        "centers": cost_centers(),
        "projects": projects(),
        "may": bool(request.roles & BOOKKEEPERS),
        "schemes": schemes(),
        "spread": spreadable(form.draft),
    }
    return TemplateResponse(request, "ledger/voucher.html", context)


@require_GET
@company_view()
def partner_lookup(request: CompanyRequest) -> HttpResponse:
    """Partners by tax number or name, for the look-up (F2)."""
    found = find_partners(request.GET.get("q", "").strip(), limit=LOOKUP_ROWS)
    rows = [{"value": p.tax_id, "label": f"{p.tax_id} {p.name}"} for p in found]
    return JsonResponse({"results": rows})


@require_GET
@company_view()
def rate_lookup(request: CompanyRequest) -> HttpResponse:
    """What table A of the working day before ``dzien`` makes of ``kwota`` in ``waluta``, PLN, or why nothing."""
    currency = request.GET.get("waluta", "").strip().upper()
    try:
        own = parse_pln(request.GET.get("kwota", ""))
        on = date.fromisoformat(request.GET.get("dzien", ""))
    except ValueError:
        return JsonResponse({"amount": "", "told": ""})
    if not is_currency(currency) or currency == "PLN":
        told = _("%(code)s nie jest kodem waluty obcej.") % {"code": currency}
        return JsonResponse({"amount": "", "told": told})
    found = table_amount(currency=currency, own=own, on=on)
    if found is None:
        day = working_day_before(on)
        told = _("Nie ma tabeli A z %(day)s: wpisz kwotę w zł.") % {"day": f"{day:%d.%m.%Y}"}
        return JsonResponse({"amount": "", "told": told})
    return JsonResponse({"amount": f"{found.pln:.2f}".replace(".", ","), "told": found.words})
