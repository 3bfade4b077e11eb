-- title: A set-off stands with its entry, or was taken back with it
-- reason: A letter that says two debts are gone must agree with the books: same amount, same items, all settled.
SELECT l.number, l.total, e.amount, e.id AS entry, r.id AS storno, c.cancelled, s.open
FROM payments_collectionletter l
LEFT JOIN ledger_entry e ON e.id = l.entry_id
LEFT JOIN ledger_entry r ON r.reverses_id = l.entry_id
LEFT JOIN LATERAL (SELECT bool_or(o.outcome = 'cancelled') AS cancelled
                   FROM payments_letteroutcome o WHERE o.letter_id = l.id) c ON true
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE i.settled <> i.amount) AS open
                   FROM ledger_openitem i WHERE i.entry_id = l.entry_id) s ON true
WHERE l.kind = 'setoff'
  AND (e.id IS NULL OR e.amount <> l.total OR s.open > 0 OR coalesce(c.cancelled, false) <> (r.id IS NOT NULL))
