-- title: Items in a currency are settled in it as their settlements say
-- reason: An item that is settled in PLN but open in euro, or the other way round, hides a debt.
SELECT i.id, i.currency, i.currency_amount, i.currency_settled, coalesce(s.part, 0) AS settlements
FROM ledger_openitem i
LEFT JOIN (SELECT id, sum(part) AS part FROM (
        SELECT debit_item_id AS id, debit_part AS part FROM ledger_settlement
        UNION ALL SELECT credit_item_id, credit_part FROM ledger_settlement) both_sides GROUP BY id) s ON s.id = i.id
WHERE i.currency <> 'PLN' AND i.currency_amount IS NOT NULL
  AND (i.currency_settled <> coalesce(s.part, 0)
    OR (i.currency_amount <> 0 AND (i.settled = i.amount) <> (i.currency_settled = i.currency_amount)))
