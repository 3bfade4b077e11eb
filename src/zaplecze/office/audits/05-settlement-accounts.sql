-- title: Open items explain the balances of settlement accounts
-- reason: Sub-ledgers agree with the general ledger (art. 16).
SELECT a.number, b.balance, coalesce(i.open, 0) AS open_items
FROM ledger_account a
JOIN (SELECT account_id, sum(debit - credit) AS balance FROM ledger_balance GROUP BY 1) b ON b.account_id = a.id
LEFT JOIN (SELECT account_id, sum(CASE WHEN is_debit THEN amount - settled ELSE settled - amount END) AS open
           FROM ledger_openitem GROUP BY 1) i ON i.account_id = a.id
WHERE a.settles AND b.balance <> coalesce(i.open, 0)
