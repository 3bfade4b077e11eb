"""The desk of statements: all that other departments may import."""

from zaplecze.statements.cash import CORRECTIONS, NET_VALUE, rest_name, turnover_name
from zaplecze.statements.cash_table import SET_NAMES, FlowSource, flow_sources, group_of, sources_of
from zaplecze.statements.commands import CannotPrepare, prepare_statements
from zaplecze.statements.comparatives import comparatives_of, keep_comparatives
from zaplecze.statements.equity import EquityLine, EquityTerm
from zaplecze.statements.facts import net_value_lines
from zaplecze.statements.filing import (
    StatementStopped,
    build_statement,
    financial_statement,
    preview_statement,
    statement_filings,
)
from zaplecze.statements.lineage import FigureSources, figure_sources
from zaplecze.statements.models import StatementTexts
from zaplecze.statements.movements import YearMovements, year_movements
from zaplecze.statements.queries import (
    YearStatements,
    adjustments,
    cash_flow,
    equity,
    year_statements,
)
from zaplecze.statements.reports import (
    balance_sheet_report,
    cash_flow_report,
    equity_report,
    income_report,
)
from zaplecze.statements.reports import file_report as statement_file_report
from zaplecze.statements.versions import changes_since, versions

__all__ = [
    "CORRECTIONS",
    "NET_VALUE",
    "SET_NAMES",
    "CannotPrepare",
    "EquityLine",
    "EquityTerm",
    "FigureSources",
    "FlowSource",
    "StatementStopped",
    "StatementTexts",
    "YearMovements",
    "YearStatements",
    "adjustments",
    "balance_sheet_report",
    "build_statement",
    "cash_flow",
    "cash_flow_report",
    "changes_since",
    "comparatives_of",
    "equity",
    "equity_report",
    "figure_sources",
    "financial_statement",
    "flow_sources",
    "group_of",
    "income_report",
    "keep_comparatives",
    "net_value_lines",
    "prepare_statements",
    "preview_statement",
    "rest_name",
    "sources_of",
    "statement_file_report",
    "statement_filings",
    "turnover_name",
    "versions",
    "year_movements",
    "year_statements",
]
