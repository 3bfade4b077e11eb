-- title: Where the circle of costs is on, groups 4 and 5 agree through account 490
-- reason: Both forms of the profit and loss account show the same costs (art. 47 ust. 4): in each closed month group 4
-- equals account 490, and what goes through 490 goes to group 5 or into stock.
WITH covered AS (
    SELECT e.id, e.year, e.month, p.state
    FROM ledger_entry e
    JOIN ledger_period p ON p.company_id = e.company_id AND p.year = e.year AND p.month = e.month
    JOIN ledger_costcircle c ON c."on" AND ledger_calendar_month(e.year, e.month) >= c.year * 12 + c.month - 1
    WHERE NOT ledger_opens_year(e.month) AND NOT ledger_closes_year(e.month)
), moved AS (
    SELECT v.id, v.year, v.month, v.state,
           sum(l.debit - l.credit) FILTER (WHERE k.number LIKE '4%' AND k.number NOT LIKE '490%') AS costs,
           sum(l.debit - l.credit) FILTER (WHERE k.number LIKE '490%') AS settled,
           sum(l.debit - l.credit) FILTER (WHERE k.number LIKE '5%') AS places,
           sum(l.debit - l.credit) FILTER (WHERE k.number ~ '^(3|60|62)') AS stock
    FROM covered v
    JOIN ledger_line l ON l.entry_id = v.id
    JOIN ledger_account k ON k.id = l.account_id
    GROUP BY v.id, v.year, v.month, v.state
)
SELECT 'month' AS what, year, month, NULL AS entry_id, sum(costs) AS costs, sum(settled) AS settled
FROM moved WHERE state = 'closed'
GROUP BY year, month HAVING coalesce(sum(costs), 0) + coalesce(sum(settled), 0) <> 0
UNION ALL
SELECT 'entry', year, month, id, coalesce(places, 0) + coalesce(stock, 0), settled
FROM moved
WHERE settled <> 0 AND coalesce(places, 0) + settled <> 0
  AND coalesce(places, 0) + coalesce(stock, 0) + settled <> 0
