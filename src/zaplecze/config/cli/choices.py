"""What may be asked for on the command line, by name."""

YEAR_KINDS = ("standing", "first", "changed")

REPORTS = (
    "trial-balance",
    "synthetic",
    "general-ledger",
    "journal",
    "account-card",
    "vat-register",
    "open-items",
    "ageing",
    "bad-debts",
    "bad-debts-cit",
    "balance-sheet",
    "income",
    "cash-flow",
    "equity",
    "reminders",
    "interest",
    "balances",
    "letters",
    "dimension-turnover",
    "dimension-card",
)
# Of a day, not of months.
REPORTS_OF_A_DAY = ("ageing", "reminders", "interest", "balances", "letters")
COLLECT = ("reminders", "notes", "confirmations", "received")
INTEREST = ("trade", "trade_medical", "delay")
LETTERS = ("reminder", "interest", "confirmation", "setoff")
DIMENSIONS = ("kontrahent", "pracownik", "mpk", "projekt")
FORMS = ("table", "json", "csv", "xlsx", "pdf")
