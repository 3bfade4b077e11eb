-- title: Statements sum from opening to closing, and posted lines have their entries
-- reason: The bank account in the books must equal the bank's own balance.
SELECT s.id, s.number, s.opening, s.closing, coalesce(sum(l.amount), 0) AS lines
FROM payments_statement s LEFT JOIN payments_bankline l ON l.company_id = s.company_id AND l.statement_id = s.id
GROUP BY s.id, s.number, s.opening, s.closing
HAVING s.opening + coalesce(sum(l.amount), 0) <> s.closing
    OR bool_or(l.state = 'posted' AND l.entry_id IS NULL)
