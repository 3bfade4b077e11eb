-- title: Kept balances equal a recount from the lines
-- reason: The trial balance reads monthly balances; art. 18 asks that its turnovers equal the journal's.
SELECT coalesce(b.account_id, l.account_id) AS account_id, coalesce(b.year, l.year) AS year,
       coalesce(b.month, l.month) AS month, b.debit AS kept_debit, l.debit, b.credit AS kept_credit, l.credit
FROM ledger_balance b
FULL JOIN (SELECT l.account_id, e.year, e.month, sum(l.debit) AS debit, sum(l.credit) AS credit
           FROM ledger_line l JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
           GROUP BY 1, 2, 3) l
  ON l.account_id = b.account_id AND l.year = b.year AND l.month = b.month
WHERE b.debit IS DISTINCT FROM l.debit OR b.credit IS DISTINCT FROM l.credit
