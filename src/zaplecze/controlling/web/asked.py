"""What a page of the process was asked for: months, kind of papers; and the log that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zaplecze.controlling.folding import read_folded
from zaplecze.controlling.log import Log, read_log
from zaplecze.controlling.rules.folds import Folded
from zaplecze.controlling.rules.forecast import WEEKS
from zaplecze.controlling.rules.history import History
from zaplecze.controlling.words import kind_words
from zaplecze.documents.api import kind_of
from zaplecze.platform.days import WARSAW
from zaplecze.platform.periods import Month, last_twelve, month_of, parse_month, period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest
from zaplecze.platform.webreport import asked_period, month_value

KIND_FIELD = "rodzaj"
MONTH_FIELD = "miesiac"


@dataclass(frozen=True)
class Asked:
    """The question: ``kind`` is empty for all kinds; papers are those received in the months.

    ``single`` is a month asked for beside the working period.
    """

    nip: str
    first: Month
    last: Month
    kind: str
    as_of: datetime
    single: bool = False

    @cached_property
    def log(self) -> Log:
        """The open company's log for this question."""
        kinds = (self.kind,) if self.kind else ()
        return read_log(kinds=kinds, months=(self.first, self.last), as_of=self.as_of)

    @cached_property
    def of_all_kinds(self) -> Log:
        """The log of the same months, of every kind of papers."""
        return read_log(months=(self.first, self.last), as_of=self.as_of) if self.kind else self.log

    @cached_property
    def folded(self) -> Folded:
        """The papers of the log, folded by their ways: enough for figures, quick for many."""
        kinds = (self.kind,) if self.kind else ()
        return read_folded(kinds=kinds, months=(self.first, self.last), as_of=self.as_of)

    @cached_property
    def recent(self) -> Log:
        """The log of the last weeks that a forecast is made from, whatever months are asked for."""
        today = self.as_of.astimezone(WARSAW).date()
        kinds = (self.kind,) if self.kind else ()
        months = (month_of(today - timedelta(weeks=WEEKS + 2)), month_of(today))
        return read_log(kinds=kinds, months=months, as_of=self.as_of)

    @cached_property
    def on_way(self) -> Log:
        """The log of all papers on their way, whatever months are asked for."""
        kinds = (self.kind,) if self.kind else ()
        return read_log(kinds=kinds, as_of=self.as_of, on_way=True)

    @property
    def histories(self) -> list[History]:
        """The papers of the log."""
        return self.log.histories

    @property
    def label(self) -> str:
        """Months and kind in words."""
        period = period_label(self.first, self.last)
        return f"{period}, {kind_words(self.kind)}" if self.kind else period

    @property
    def now_label(self) -> str:
        """For what is counted now, whatever months are asked for: the day, and the kind in words."""
        now = _("stan na %(day)s") % {"day": f"{self.as_of.astimezone(WARSAW):%d.%m.%Y}"}
        return f"{now}, {kind_words(self.kind)}" if self.kind else now

    def url(self, name: str, **query: object) -> str:
        """Address of a page of the process with the same question."""
        asked: dict[str, object] = {KIND_FIELD: self.kind} if self.kind else {}
        if self.single:
            asked[MONTH_FIELD] = month_value(self.first)
        text = urlencode({**asked, **query})
        address = reverse(name, kwargs={"nip": self.nip})
        return f"{address}?{text}" if text else address

    def papers_url(self, what: str, **query: object) -> str:
        """Address of the papers that a figure was counted from."""
        return self.url("flow_papers", co=what, **query)


def asked(request: CompanyRequest, *, month: Month | None = None) -> Asked:
    """Read the question; an unknown kind of papers is refused. ``month`` stands in for the working period.

    At first the months are the last twelve: a year just begun has hardly any papers.
    """
    today = request.now.astimezone(WARSAW).date()
    first, last = asked_period(request, at_first=last_twelve(today))
    text = request.GET.get(MONTH_FIELD, "")
    single = bool(text) or month is not None
    if text:
        first = last = parse_month(text)
    elif month is not None:
        first = last = month
    kind = request.GET.get(KIND_FIELD, "")
    if kind and kind_of(kind) is None:
        raise Refusal(
            f"Nie ma rodzaju dokumentów „{kind}”. Wybierz go z listy.", code="controlling.kind"
        )
    return Asked(request.company.nip, first, last, kind, request.now, single)
