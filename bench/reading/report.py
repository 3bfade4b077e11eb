"""The report of reading: tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from bench.reading.judge import INVOICES, NEEDED, Judgement, Tally, Verdict
from zaplecze.formats.pages import CERTAIN, DOUBTFUL

#: Share of certain fields that has to be right.
ASKED = 0.995
_FIELDS = (
    "kind", "number", "issue_date", "sale_date", "due_date", "seller_nip", "seller_name", "buyer_nip", "buyer_name",
    "account", "currency", "net", "vat", "gross", "net per rate", "vat per rate", "payment_method", "ksef_number",
)  # fmt: skip

_HEAD = """# How well papers are read

Written by `python -m bench.reading --write`; made, read and judged anew each time.

The papers are our own: typeset from a seed, some of them worn by a scanner or a phone, with the truth kept as data
(`bench/reading`). No layout of invoices stands in both halves: one half is for tuning, the other judges. Parties are
invented. **Papers of real firms are more varied than these**: take the figures as a floor for mistakes, not as a
promise; the office's own corrections tell the rest.

- *Precision*: of the values that were found, how many are right. *Recall*: of the values that are printed, how many
  were found and are right.
- *Certain*: confidence at least {certain}; such a field fills in by itself. Below it, down to {doubtful}, it is
  filled in and marked; below that it stays empty.
- *Straight through*: {needed}
  are all certain and all right, so nobody has to touch the paper. *Wrongly through*: all of them certain, one of them
  wrong.
- Names read by OCR are never certain: no checksum proves their letters. The NIP tells who it is.

This run: the {half} half, seed {seed}, {papers} papers.
"""

_FOOT = """
## What the figures do not show

- Judging papers were looked at twice, and each time the rule, not the paper, was mended. Seed 1: 4 of 1,378 certain
  fields were wrong, all names of firms on scans; since then names of scans are never certain. Seed 2: 3 of 5,117
  were wrong: on a sales invoice without a heading over the seller the sides changed over, so that kind and seller
  were wrong; now both are as doubtful as the buyer. A number that goes on in the next line still loses its end and
  passes for certain. Since rules were mended after seed 2, its figures are no fresh proof: another seed gives one.
- Office invoices are written by our own workshop, in four layouts and five formats; those of real firms are laid out
  by hand, so these figures say less of them than the others do.
- Handwriting, stamps over figures, carbon copies and papers in other languages than Polish, English and German are
  not in the corpus and are not promised.
- Amounts of corrections are marked doubtful on purpose: before, after and difference all agree as sums.
- Seconds depend on the machine and on what else it does; Tesseract is told to use one thread a page.
"""


def report(judged: Judgement, *, half: str, seed: int) -> str:
    """All tables."""
    needed = ", ".join(NEEDED[:-1]) + " and " + NEEDED[-1]
    parts = [
        _HEAD.format(
            certain=CERTAIN, doubtful=DOUBTFUL, needed=needed, half=half, seed=seed, papers=len(judged.verdicts)
        ),
        "\n## Per kind of paper\n",
        _kinds(judged),
        "\n" + _bound(judged.whole),
        "\n## Per field: precision / recall, in percent\n",
        _matrix(judged, lambda t: f"{_percent(t.right, t.found)} / {_percent(t.right_printed, t.printed)}"),
        "\n## Certain fields: right of certain, and share of all that were printed\n",
        _fields(judged),
        _FOOT,
    ]  # fmt: skip
    return "\n".join(parts)


def _kinds(judged: Judgement) -> str:
    rows = []
    for sort in judged.sorts:
        tally = judged.of_sort(sort)
        verdicts = [v for v in judged.verdicts if v.made.sort == sort]
        invoices = [v for v in verdicts if v.made.truth["kind"] in INVOICES]
        rows.append([
            sort, str(len(verdicts)), _percent(tally.right, tally.found),
            _percent(tally.right_printed, tally.printed),
            f"{tally.certain_right} of {tally.certain}", _percent(tally.certain_right, tally.printed),
            _percent(sum(v.straight for v in invoices), len(invoices)) if invoices else "–",
            str(sum(v.let_through for v in verdicts)) if invoices else "–",
            _seconds(verdicts),
        ])  # fmt: skip
    heads = ("kind", "papers", "precision %", "recall %", "certain: right", "certain of printed %",
             "straight through %", "wrongly through", "median seconds")  # fmt: skip
    return table(heads, rows)


def _bound(whole: Tally) -> str:
    """How sure the share of right ones is, by Wilson's interval."""
    n, right = whole.certain, whole.certain_right
    share = right / n if n else 0.0
    z = 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return (
        f"Of **{n}** certain fields **{right}** are right: {100 * share:.2f} % (asked for: {100 * ASKED} %; "
        f"with 95 % confidence at least {100 * (middle - half):.2f} % on papers like these)."
    )


def _fields(judged: Judgement) -> str:
    rows = []
    for name in _FIELDS:
        whole = Tally()
        for (_, field), tally in judged.tallies.items():
            if field == name:
                whole.add(tally)
        if whole.found or whole.printed:
            rows.append([
                name, f"{whole.certain_right} of {whole.certain}", _percent(whole.certain_right, whole.printed),
                _percent(whole.right, whole.found), _percent(whole.right_printed, whole.printed),
            ])  # fmt: skip
    return table(
        ("field", "certain: right", "certain of printed %", "precision %", "recall %"), rows
    )


def _matrix(judged: Judgement, cell) -> str:  # type: ignore[no-untyped-def]
    sorts = judged.sorts
    rows = []
    for name in _FIELDS:
        tallies = [judged.tallies.get((sort, name)) for sort in sorts]
        if any(tallies):
            rows.append([name, *(cell(t) if t and (t.printed or t.found) else "" for t in tallies)])
    return table(("field", *sorts), rows)


def table(heads: Iterable[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown."""
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def _percent(part: int, whole: int) -> str:
    """Of printed ones more may be found than are printed (reckoned nets): never above 100."""
    if not whole:
        return "–"
    share = 100 * min(part, whole) / whole
    return "100" if share == 100 else f"{min(share, 99.9):.1f}"


def _seconds(verdicts: Sequence[Verdict]) -> str:
    times = sorted(v.seconds for v in verdicts)
    return f"{times[len(times) // 2]:.2f}"
