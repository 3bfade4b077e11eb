-- title: Movements of relief for bad debts are what their rows of VAT say, and never more than their item
-- reason: What was taken out of the tax has to come back after payment (art. 89a ust. 4, 89b ust. 4): it must be known to the grosz.
WITH moved AS (
    SELECT m.entry_id, sum(CASE m.side
        WHEN 'debtor' THEN (m.amounts ->> 'K_41+K_43')::numeric
        ELSE coalesce((m.amounts ->> 'K_16')::numeric, 0) + coalesce((m.amounts ->> 'K_18')::numeric, 0)
           + coalesce((m.amounts ->> 'K_20')::numeric, 0) END) AS tax
    FROM tax_reliefmove m WHERE m.entry_id IS NOT NULL GROUP BY 1
), told AS (
    SELECT entry_id, sum(vat) AS vat FROM tax_vatrow
    WHERE relief_due IS NOT NULL OR relief_paid IS NOT NULL GROUP BY 1
)
SELECT 'entry' AS what, coalesce(moved.entry_id, told.entry_id) AS id, moved.tax AS moved, told.vat AS told
FROM moved FULL JOIN told ON told.entry_id = moved.entry_id
WHERE coalesce(moved.tax, 0) <> -coalesce(told.vat, 0)
UNION ALL
SELECT 'item', m.item_id, sum(m.change), min(i.amount)
FROM tax_reliefmove m JOIN ledger_openitem i ON i.company_id = m.company_id AND i.id = m.item_id
GROUP BY m.tax, m.item_id HAVING sum(m.change) > min(i.amount) OR sum(m.change) < 0
