-- title: Open items are settled as their settlements say
-- reason: What is owed must follow from the books, line by line.
SELECT i.id, i.amount, i.settled, coalesce(s.amount, 0) AS settlements
FROM ledger_openitem i
LEFT JOIN (SELECT id, sum(amount) AS amount FROM (
        SELECT debit_item_id AS id, amount FROM ledger_settlement
        UNION ALL SELECT credit_item_id, amount FROM ledger_settlement) both_sides GROUP BY id) s ON s.id = i.id
WHERE i.settled <> coalesce(s.amount, 0)
