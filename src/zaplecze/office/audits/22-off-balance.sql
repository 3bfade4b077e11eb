-- title: Off-balance accounts balance among themselves in every entry
-- reason: What stands off balance is no asset and no source of one (art. 3 ust. 1 pkt 12, art. 15): one side of it here, the other in the books, and the balance sheet doesn't balance.
SELECT l.entry_id, sum(l.debit) AS debit, sum(l.credit) AS credit
FROM ledger_account a
JOIN ledger_line l ON l.company_id = a.company_id AND l.account_id = a.id
WHERE a.kind = 'off'
GROUP BY l.entry_id
HAVING sum(l.debit) <> sum(l.credit)
