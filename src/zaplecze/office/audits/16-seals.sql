-- title: A closed month is what its newest seal says
-- reason: What was closed may not change (art. 25 ust. 2): the same entries, the same sum, the same root, nothing after.
SELECT s.no, s.year, s.month, s.entries, m.entries AS now, s.amount, m.amount AS amount_now
FROM ledger_periodseal s
JOIN ledger_period p ON p.year = s.year AND p.month = s.month AND p.state = 'closed'
LEFT JOIN LATERAL (
    SELECT count(*) AS entries, coalesce(sum(e.amount), 0.00) AS amount,
           sha256(coalesce(string_agg(e.hash, ''::bytea ORDER BY e.seq), ''::bytea)) AS root
    FROM ledger_entry e WHERE e.year = s.year AND e.month = s.month) m ON true
WHERE s.no = (SELECT max(newer.no) FROM ledger_periodseal newer WHERE newer.year = s.year AND newer.month = s.month)
  AND (s.entries <> m.entries OR s.amount <> m.amount OR s.root <> m.root)
