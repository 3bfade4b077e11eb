-- title: Every posted entry is balanced
-- reason: Double entry (Accounting Act art. 15 ust. 1): debits equal credits, and both equal the entry's amount.
SELECT e.id, e.amount, sum(l.debit) AS debit, sum(l.credit) AS credit
FROM ledger_entry e LEFT JOIN ledger_line l ON l.company_id = e.company_id AND l.entry_id = e.id
GROUP BY e.id, e.amount
HAVING count(l.no) < 2 OR sum(l.debit) <> sum(l.credit) OR sum(l.debit) <> e.amount
