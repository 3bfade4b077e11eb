-- title: Numbers in each journal and in the day book have no gaps
-- reason: Consecutive numbering (art. 14 ust. 2 and 4).
SELECT journal_id, year, count(*) AS entries, min(number) AS first, max(number) AS last
FROM ledger_entry GROUP BY journal_id, year HAVING min(number) <> 1 OR max(number) <> count(*)
UNION ALL
SELECT NULL, year, count(*), min(diary_number), max(diary_number)
FROM ledger_entry GROUP BY year HAVING min(diary_number) <> 1 OR max(diary_number) <> count(*)
