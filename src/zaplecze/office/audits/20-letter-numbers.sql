-- title: The correspondence book has no gaps
-- reason: A letter that came and has no line, or a line that vanished, must show (numbers run by direction and year).
SELECT direction, year, count(*) AS lines, min(number) AS first, max(number) AS last
FROM documents_letter
GROUP BY direction, year
HAVING min(number) <> 1 OR max(number) <> count(*)
