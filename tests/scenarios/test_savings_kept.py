"""What people tell the savings page: the state before, costs, minutes, agreements, marks. And what is refused."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.papers import cost, drop, ids, later
from tests.plugin import AT
from zaplecze.controlling.api import (
    Estimate,
    Source,
    agreements_kept,
    answer_barometer,
    close_barometer,
    keep_agreement,
    keep_baseline,
    keep_cost,
    note_effort,
    open_barometer,
    savings,
)
from zaplecze.controlling.barometer.queries import closed_rounds
from zaplecze.controlling.models import BarometerTally, BarometerVoter, Baseline, Effort
from zaplecze.controlling.rules.barometer import STATEMENTS
from zaplecze.controlling.rules.intervals import Interval, wilson
from zaplecze.controlling.savings import before, effort, facts
from zaplecze.controlling.savings.statement import statement_sheet
from zaplecze.platform.events import Event as Recorded
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.models import Event, Printout
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope

SEPTEMBER = (2026, 9)
TODAY = date(2026, 9, 28)


def told(figure: float) -> Estimate:
    return Estimate(figure, 0.0, 0)


def test_the_newest_state_before_counts_and_the_older_ones_stay(company: Any) -> None:
    with company_scope(company.id):
        assert savings(first=SEPTEMBER, last=SEPTEMBER, as_of=AT).before is None
        for hours in (40.0, 30.0):
            keep_baseline(figures={"cycle": told(hours)}, source=Source.TYPED, by=None, at=AT)
        held = savings(first=SEPTEMBER, last=SEPTEMBER, as_of=AT)
        assert held.before is not None
        assert held.before.figures["cycle"].value == 30.0
        assert held.of("cycle").missing == "no-papers"
        changes, reasons = statement_sheet(company, held).sections[1:3]
        assert (changes.picture, changes.picture_alt) == ("", ""), "nothing to draw is no picture"
        assert changes.table is not None
        assert {row[3] for row in changes.table.rows} == {"–"}, "reasons stand below the table"
        assert (
            "koszt miesiąca, koszt dokumentu: brak kosztów: wpisz koszt miesiąca."
            in reasons.paragraphs
        )
        assert Baseline.objects.count() == 2
        codes = list(Event.objects.values_list("code", flat=True))
        assert codes.count("controlling.baseline.kept") == 2


def test_a_state_that_cannot_be_is_refused(company: Any) -> None:
    cases: list[tuple[dict[str, float], str]] = [
        ({}, "co najmniej jedną"),
        ({"cycle": 241.0}, "czas obiegu"),
        ({"cycle": 0.0}, "większą od zera"),
        ({"errors": 1.2}, "100 %"),
        ({"cost": -1.0}, "koszt"),
        ({"magic": 1.0}, "magic"),
    ]
    with company_scope(company.id):
        for figures, word in cases:
            estimates = {measure: told(value) for measure, value in figures.items()}
            with pytest.raises(Refusal, match=word):
                keep_baseline(figures=estimates, source=Source.TYPED, by=None, at=AT)
        assert Baseline.objects.count() == 0


def test_a_sheet_of_papers_gives_figures_with_errors() -> None:
    lines = ["wpłynął;zaksięgowany;minuty;błąd"]
    lines += [
        f"0{n % 5 + 1}.06.2026;{10 + n % 6}.06.2026;{10 + n},5;{'tak' if n == 3 else ''}"
        for n in range(12)
    ]
    lines.append("29.06.2026;;;")
    sheet = before.from_sheet("przed.csv", "\n".join(lines).encode(), on=TODAY)
    figures, period = sheet.figures, sheet.period
    assert figures["cycle"].n == 13
    assert figures["cycle"].error > 0
    assert figures["touch"].value == pytest.approx(16.0)
    assert figures["errors"].value == pytest.approx(1 / 13)
    assert period is not None
    assert f"{period[0]}..{period[1]}" == "2026-06-01..2026-06-29"


def test_english_headings_are_read_too() -> None:
    text = "measure,value\nerrors,4%\nmonthly cost,900\n"
    figures = before.from_sheet("before.csv", text.encode(), on=TODAY).figures
    assert {m: f.value for m, f in figures.items()} == {"errors": 0.04, "cost": 900.0}


def test_a_share_is_told_in_percent_wherever_it_is_told() -> None:
    for text, share in (("1", 0.01), ("8", 0.08), ("8 %", 0.08), ("0,5 %", 0.005), ("0", 0.0)):
        assert before.share_of(text) == pytest.approx(share)
        sheet = before.from_sheet("a.csv", f"miara;wartość\nbłędy;{text}\n".encode(), on=TODAY)
        assert sheet.figures["errors"].value == pytest.approx(share)
    for text in ("0,95", "0.08", "osiem", "1e1", "inf"):
        with pytest.raises(ValueError, match=r"procentach|nie jest liczbą"):
            before.share_of(text)
    assert before.number_of("4.625", machine=True) == 4.625, "Excel's own number has a point"


def test_a_sheet_of_measures_is_taken_as_told() -> None:
    text = "miara;wartość\nczas obiegu;36,5\nbłędy;8 %\nkoszt miesięczny;70 000\n"
    sheet = before.from_sheet("przed.csv", text.encode("cp1250"), on=TODAY)
    figures = sheet.figures
    assert (sheet.period, sheet.horizon) == (None, 240.0)
    assert {m: f.value for m, f in figures.items()} == {
        "cycle": 36.5,
        "errors": 0.08,
        "cost": 70_000.0,
    }
    assert all(f.error == 0 for f in figures.values())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("miara;wartość\nhumor;3\n", "wiersz 2: nieznana miara"),
        ("miara;wartość\nminuty;dużo\n", "wiersz 2: „dużo” nie jest liczbą"),
        ("miara;wartość\nminuty;nan\n", "nie jest liczbą"),
        ("data;kwota\n1;2\n", "nie ma kolumn"),
        ("wpłynął;zaksięgowany\n" + "01.06.2026;02.06.2026\n" * 3, "co najmniej 10"),
        ("wpłynął;zaksięgowany\n" + "03.06.2026;02.06.2026\n" * 10, "przed wpływem"),
        ("wpłynął;zaksięgowany\n" + "wczoraj;\n" * 10, "nie jest datą"),
        ("wpłynął;zaksięgowany\n" + ";02.06.2026\n" * 10, "brak dnia wpływu"),
        (
            "wpłynął;zaksięgowany\n" + "28.09.2026;29.09.2026\n" * 10,
            "29.09.2026 jeszcze nie nadszedł",
        ),
        ("miara;wartość\nbłędy;0,95\n", "wiersz 2: „0,95”: udział podaj w procentach"),
        (
            "miara;wartość\nbłędy;5\nminuty;2\nerrors;6\n",
            "wiersz 4: miara „errors” stoi już w wierszu 2",
        ),
        ("miara;wartość\nkoszt miesięczny;4.600\n", "„4.600” nie jest kwotą"),
        ("miara;wartość\nczas obiegu;4.600\n", "czy kropka dzieli tysiące"),
        ("wpłynął;zaksięgowany\n" + "01.06.1926;02.06.2026\n" * 10, "minęły lata"),
    ],
)
def test_a_bad_sheet_is_refused_with_its_place(text: str, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        before.from_sheet("przed.csv", text.encode(), on=TODAY)


def test_the_state_before_is_measured_in_a_first_period(straight: Any) -> None:
    with company_scope(straight.id), pytest.raises(Refusal, match="zakończono 0 dokumentów"):
        before.from_period(first=SEPTEMBER, last=SEPTEMBER, as_of=later(1))
    drop(straight, *(cost(f"DK/{n}") for n in range(12)))
    with company_scope(straight.id):
        keep_cost(month=SEPTEMBER, amount=Decimal("4000.00"), by=None, at=AT)
        figures = before.from_period(first=SEPTEMBER, last=SEPTEMBER, as_of=later(1)).figures
        assert figures["straight"].value == 1.0
        assert figures["cycle"].value == 0.0
        assert figures["cost"] == Estimate(4000.0, 0.0, 1)
        with pytest.raises(Refusal, match="pięciu dni"):
            slower = {"cycle": replace(figures["cycle"], value=8.0)}
            keep_baseline(figures=slower, source=Source.MEASURED, by=None, at=later(1))
        with pytest.raises(Refusal, match="jeszcze się nie zaczął"):
            keep_cost(month=(2026, 10), amount=Decimal(1), by=None, at=AT)


def test_minutes_are_capped_by_the_clock_and_shown_to_nobody_else(
    company: Any, make_person: Any
) -> None:
    papers = ids(drop(company, *(cost(f"DK/{n}") for n in range(10))))
    people = [make_person(company, "accountant") for _ in range(3)]
    mine = people[0].id
    with company_scope(company.id):
        note_effort(document_id=papers[0], seconds=30, by=mine, at=AT)
        # Five seconds later nobody can have worked another thirty.
        note_effort(document_id=papers[0], seconds=30, by=mine, at=AT + timedelta(seconds=5))
        assert Effort.objects.get().seconds == 35
        for seconds in (0, 121, -5):
            with pytest.raises(Refusal, match="od 1 do 120"):
                note_effort(document_id=papers[0], seconds=seconds, by=mine, at=AT)
        days = {"first": AT.date(), "last": AT.date()}
        assert [x.minutes for x in effort.own_minutes(user_id=mine, **days)] == [35 / 60]
        assert effort.own_minutes(user_id=people[1].id, **days) == []
        month = {"first": SEPTEMBER, "last": SEPTEMBER}
        for number, document_id in enumerate(papers):
            person = people[number % 3]
            note_effort(document_id=document_id, seconds=60, by=person.id, at=later(1))
        for as_of in (later(2), AT + timedelta(days=30)):
            (line,) = effort.minutes_by_month(**month, as_of=as_of)
            assert (line.people, line.papers, line.minutes) == (3, 10, None)
        november = AT + timedelta(days=36)
        note_effort(document_id=papers[0], seconds=60, by=mine, at=november)
        (line,) = effort.minutes_by_month(**month, as_of=november)
        assert line.minutes == pytest.approx((35 + 600) / 60), (
            "October is over, November is no part"
        )
        measured = savings(**month, as_of=november).of("touch")
        assert measured.now is not None
        assert measured.now.value * measured.n == pytest.approx(line.minutes)
        assert effort.effort_at(papers=papers[:1], as_of=november) == {(papers[0], mine): 95}


def test_the_page_reports_minutes_and_prints_with_its_token(
    company: Any, make_company: Any, make_person: Any
) -> None:
    (paper,) = ids(drop(company, cost("DK/1")))
    client = Client()
    client.force_login(
        make_person(company, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page = client.get(f"/f/{company.nip}/dokument/{paper}/").content.decode()
    where = f"/f/{company.nip}/controlling/czas/{paper}/"
    assert f'data-effort="{where}"' in page
    assert client.post(where, {"seconds": "20"}).status_code == 204
    for bad in ("", "x", "-1", "99999"):
        assert client.post(where, {"seconds": bad}).status_code == 302
    assert client.post(where.replace(str(paper), "999"), {"seconds": "20"}).status_code == 404
    assert (
        client.post(f"/f/{company.nip}/controlling/wydruk/", {"what": "Karta"}).status_code == 204
    )
    from_here = {"referer": f"http://testserver/f/{company.nip}/controlling/oszczednosci/"}
    client.post(
        f"/f/{company.nip}/controlling/wydruk/", {"what": "Oszczędności"}, headers=from_here
    )
    with company_scope(company.id):
        assert [e.seconds for e in Effort.objects.all()] == [20]
        assert [(p.what, p.form, p.department) for p in Printout.objects.order_by("id")] == [
            ("Karta", "druk", ""), ("Oszczędności", "druk", "controlling"),
        ], "a page of controlling is no print of the house"  # fmt: skip
        told_now = savings(first=SEPTEMBER, last=SEPTEMBER, as_of=later(24 * 400))
        assert told_now.months[0].paper_prints == 0, "printed later than September"


def test_the_wizard_takes_typed_figures_and_a_sheet(company: Any, make_person: Any) -> None:
    client = Client()
    client.force_login(
        make_person(company, "owner"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    base = f"/f/{company.nip}/controlling/oszczednosci/przed"
    assert (
        client.post(
            f"{base}/zapisz/", {"cycle": "40,5", "errors": "8", "cost": "70 000"}
        ).status_code
        == 302
    )
    sheet = SimpleUploadedFile("przed.csv", "miara;wartość\nminuty;14\n".encode())
    assert client.post(f"{base}/arkusz/", {"file": sheet}).status_code == 302
    with company_scope(company.id):
        rows = list(Baseline.objects.order_by("id").prefetch_related("figures"))
    assert [r.source for r in rows] == ["typed", "sheet"]
    assert {f.measure: f.value for f in rows[0].figures.all()} == {
        "cycle": Decimal("40.5"), "errors": Decimal("0.08"), "cost": Decimal(70_000),
    }  # fmt: skip
    newest = {f.measure: f for f in rows[1].figures.all()}
    assert {m: (f.value, f.origin_id == rows[1].id) for m, f in newest.items()} == {
        "cycle": (Decimal("40.5"), False), "errors": (Decimal("0.08"), False),
        "cost": (Decimal(70_000), False), "touch": (Decimal(14), True),
    }, "the sheet told of minutes alone, and the rest stays"  # fmt: skip
    for bad in ({"cost": "4.600"}, {"errors": "0,08"}, {"cycle": "4.600"}):
        assert client.post(f"{base}/zapisz/", bad).status_code == 302
    agreement = {"kind": "cost_invoice", "hours": "8", "share": "0,95", "owner": "1"}
    assert client.post(f"/f/{company.nip}/controlling/umowy/zapisz/", agreement).status_code in (
        302,
        403,
    )
    with company_scope(company.id):
        assert Baseline.objects.count() == 2, "none of these was kept"
    page = client.get(f"/f/{company.nip}/controlling/kalkulator/").content.decode()
    assert "168\u00a0000,00" in page
    assert client.get(f"/f/{company.nip}/controlling/kalkulator/?koszt=x").status_code == 409


def test_marks_are_counted_and_nobody_knows_whose(company: Any, make_person: Any) -> None:
    people = [make_person(company, "accountant") for _ in range(6)]
    marks = [3] * STATEMENTS
    with company_scope(company.id):
        with pytest.raises(Refusal, match="zamknięta"):
            answer_barometer(marks=marks, by=people[0].id)
        for asked in (4, 5):
            open_barometer(by=None, at=AT)
            for person in people[:asked]:
                answer_barometer(marks=marks, by=person.id)
            with pytest.raises(Refusal, match="już jest policzona"):
                answer_barometer(marks=marks, by=people[0].id)
            with pytest.raises(Refusal, match="od 1 do 5"):
                answer_barometer(marks=[6] * STATEMENTS, by=people[5].id)
            close_barometer(by=None, at=AT)
        newest, older = closed_rounds()
        assert (older.people, older.readings) == (4, None)
        assert newest.readings is not None
        assert {r.mean for r in newest.readings} == {3.0}
        assert sum(t.count for t in BarometerTally.objects.all()) == 9 * STATEMENTS
        assert BarometerVoter.objects.count() == 9
        kept = str(list(Event.objects.filter(code__startswith="controlling").values_list("data")))
        assert "mark" not in kept
    columns = {f.name for f in BarometerTally._meta.get_fields()}
    assert columns == {"id", "company", "round", "statement", "mark", "count"}


def test_an_agreement_replaces_the_one_before_and_counts_papers(
    company: Any, make_person: Any
) -> None:
    drop(company, cost("DK/1"))
    owner = make_person(company, "manager")
    good: dict[str, Any] = {
        "kind": "cost_invoice", "work": "whole", "clock": "ours", "owner_id": owner.id,
        "hours": Decimal(8), "share": Decimal("0.9"), "by": owner.id, "at": AT,
    }  # fmt: skip
    with company_scope(company.id):
        for wrong in (
            {"kind": "poem"}, {"work": "sleep"}, {"clock": "cuckoo"}, {"owner_id": 0},
            {"hours": Decimal(0)}, {"share": Decimal(2)},
        ):  # fmt: skip
            with pytest.raises(Refusal):
                keep_agreement(**{**good, **wrong})
        keep_agreement(**good)
        keep_agreement(**{**good, "hours": Decimal(4), "at": AT + timedelta(days=1)})
        found = agreements_kept(months=(SEPTEMBER, SEPTEMBER), as_of=AT + timedelta(days=9))
        newest, kept = found
        assert (newest.terms.hours, newest.papers) == (4, []), "nothing came in since"
        assert (kept.terms.hours, str(kept.row.until)) == (8, str(AT.date()))
        assert (kept.card.open, kept.card.late) == (1, 1)
        assert kept.reached is False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Recorded):
    """A reading that a person confirmed, as the department of papers tells of it."""

    code: ClassVar[str] = "documents.reading-confirmed"
    read: tuple[str, ...]
    confirmed: tuple[str, ...]
    corrected: tuple[str, ...]


def test_fields_that_people_corrected_are_counted_and_open_down_to_the_papers(
    company: Any, make_person: Any, time_machine: Any
) -> None:
    time_machine.move_to(later(10), tick=False)
    person = make_person(company, "manager")
    papers = ids(drop(company, *(cost(f"DK/{n}") for n in range(4))))
    names = ("number", "gross", "issue_date", "seller_nip", "due_date")
    wrong: tuple[tuple[str, ...], ...] = ((), ("gross",), ("gross", "due_date"))
    with company_scope(company.id):
        before_any = savings(first=SEPTEMBER, last=SEPTEMBER, as_of=later(1))
        assert "corrected" not in {c.measure for c in before_any.comparisons}
        for paper, corrected in zip(papers, wrong, strict=False):
            kept = tuple(n for n in names if n not in corrected)
            event = Confirmed(document_id=paper, read=names, confirmed=kept, corrected=corrected)
            record_events([event], Stamp(person.id, later(2)))
        told_now = savings(first=SEPTEMBER, last=SEPTEMBER, as_of=later(3))
        fields = facts.fields_read(told_now.papers, as_of=later(3))
        assert (
            savings(first=SEPTEMBER, last=SEPTEMBER, as_of=later(1)).comparisons
            == before_any.comparisons
        )
    measured = told_now.of("corrected")
    assert (measured.n, measured.change, measured.missing) == (15, None, "no-reading-before")
    assert measured.now == Interval(3 / 15, *wilson(3, 15))
    assert fields == [
        ("gross", 3, 2), ("due_date", 3, 1), ("issue_date", 3, 0), ("number", 3, 0), ("seller_nip", 3, 0),
    ]  # fmt: skip
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = f"/f/{company.nip}/controlling/oszczednosci/"
    period = "od=2026-09&do=2026-09"
    assert "poprawione pola odczytu" in client.get(f"{page}?{period}").content.decode()
    for what, count, sums in (("corrected", 2, (10, 3)), ("read", 3, (15, 3))):
        report = client.get(f"{page}z-czego/?co={what}&{period}").context["report"]
        assert len(report.rows) == count
        assert (
            tuple(sum(r.cells[name] for r in report.rows) for name in ("read", "corrected")) == sums
        )
    report = client.get(f"{page}?tabela=pola&{period}").context["report"]
    assert [r.cells["share"] for r in report.rows[:2]] == [Decimal("66.67"), Decimal("33.33")]
    assert report.notes == ("Razem pól odczytanych: 15, poprawionych: 3.",)


def test_the_months_of_a_measured_baseline_are_not_counted_as_now(
    straight: Any, make_person: Any
) -> None:
    drop(straight, *(cost(f"DK/{n}") for n in range(12)))
    october = (2026, 10)
    as_of = AT + timedelta(days=40)
    with company_scope(straight.id):
        keep_cost(month=SEPTEMBER, amount=Decimal("4000.00"), by=None, at=AT)
        found = before.from_period(first=SEPTEMBER, last=SEPTEMBER, as_of=later(1))
        figures = {m: f for m, f in found.figures.items() if m in ("errors", "volume", "cost")}
        keep_baseline(
            figures=figures,
            source=Source.MEASURED,
            by=None,
            at=later(1),
            period=found.period,
            horizon=found.horizon,
        )
        told = savings(first=SEPTEMBER, last=october, as_of=as_of)
        assert told.cut == (SEPTEMBER,)
        assert len(told.papers) == 0
        assert {c.missing for c in told.comparisons} >= {"no-papers", "no-cost"}
        assert [(m.papers, m.is_before) for m in told.months] == [(12, True), (0, False)]
        assert told.saved is None
        # One month of cost was measured: a figure, and no interval around it.
        (month, year) = told.before.figures["cost"], told.before.figures["volume"]
        assert (month.value, year.value) == (4000.0, 12.0)
        assert math.isinf(month.error)
        assert math.isinf(year.error)
    client = Client()
    client.force_login(
        make_person(straight, "manager"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    base = f"/f/{straight.nip}/controlling/oszczednosci/"
    page = client.get(f"{base}?od=2026-09&do=2026-10").content.decode()
    assert "mierzono stan przed" in page
    counted = client.get(f"{base}z-czego/?co=all").context["report"].rows
    assert not counted
    alone = client.get(f"{base}z-czego/?co=all&miesiac=2026-09").context["report"].rows
    assert len(alone) == 12, "the month of the baseline opens to its own papers"
    # The state before is completed: what isn't touched keeps its source, its error and its months.
    for measure, count in (("volume", 12), ("errors", 0), ("cost", 1)):
        opened = client.get(f"{base}z-czego/?przed={measure}").context["report"].rows
        assert len(opened) == count, "the figure before opens to its papers"
    fields = {f.key: f for f in client.get(f"{base}przed/").context["fields"]}
    typed = {key: f.value for key, f in fields.items()}
    assert (typed["errors"], typed["volume"], typed["cost"]) == ("0", "12", "4000,00")
    assert fields["errors"].opens
    client.post(f"{base}przed/zapisz/", typed)
    client.post(f"{base}przed/zapisz/", {**typed, "touch": "14", "note": "z umowy"})
    with company_scope(straight.id):
        assert Baseline.objects.count() == 2, "saving what stands there is no new state"
        held = savings(first=SEPTEMBER, last=october, as_of=as_of).before
        assert held is not None
        assert {m: o.source for m, o in held.origins.items()} == {
            "errors": "measured", "volume": "measured", "cost": "measured", "touch": "typed",
        }  # fmt: skip
        assert held.months == {SEPTEMBER}, "September is still the state before"
        assert held.figures["errors"].n == 12
    assert client.get(f"{base}z-czego/?przed=touch").status_code == 409
    lines = "".join(f"0{n % 5 + 1}.06.2026;{10 + n % 6}.06.2026\n" for n in range(12))
    sheet = SimpleUploadedFile("czerwiec.csv", f"wpłynął;zaksięgowany\n{lines}".encode())
    client.post(f"{base}przed/arkusz/", {"file": sheet})
    kept = client.get(f"{base}z-czego/?przed=cycle").context["report"]
    assert [r.cells["number"] for r in kept.rows] == list(range(2, 14)), "the imported rows open"
    with company_scope(straight.id):
        held = savings(first=SEPTEMBER, last=october, as_of=as_of).before
        assert held is not None
        assert held.months == {(2026, 6), SEPTEMBER}
        assert held.origins["errors"].source == "measured"
