-- title: No document is booked twice
-- reason: One standing entry a document and journal; what was reversed doesn't stand.
SELECT e.document_id, e.journal_id, count(*) AS standing
FROM ledger_entry e
WHERE e.document_id IS NOT NULL AND e.reverses_id IS NULL AND e.voucher_kind <> 'WB'
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.company_id = e.company_id AND r.reverses_id = e.id)
GROUP BY 1, 2 HAVING count(*) > 1
