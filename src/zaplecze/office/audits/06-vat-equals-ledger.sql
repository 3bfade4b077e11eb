-- title: VAT registers equal the ledger's VAT accounts, document by document
-- reason: JPK_V7M is built from the registers, the declaration is paid from the books; they may not part.
WITH register AS (
    SELECT entry_id, register, sum(vat) AS vat FROM tax_vatrow GROUP BY 1, 2
), books AS (
    SELECT l.entry_id,
           sum(CASE WHEN a.number LIKE '221%' THEN l.debit - l.credit ELSE 0 END) AS input,
           sum(CASE WHEN a.number LIKE '222%' THEN l.credit - l.debit ELSE 0 END) AS output
    FROM ledger_line l JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
    WHERE a.number LIKE '221%' OR a.number LIKE '222%' GROUP BY 1
)
SELECT r.entry_id, r.register, r.vat AS registered, CASE r.register WHEN 'sales' THEN b.output ELSE b.input END AS booked
FROM register r LEFT JOIN books b ON b.entry_id = r.entry_id
WHERE r.vat <> coalesce(CASE r.register WHEN 'sales' THEN b.output ELSE b.input END, 0)
