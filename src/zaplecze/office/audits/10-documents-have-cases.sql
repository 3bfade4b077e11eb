-- title: Every document has its case and its intake line
-- reason: Nothing is lost, nothing half-written.
SELECT d.id, d.number FROM documents_document d
WHERE NOT EXISTS (SELECT 1 FROM workflow_case c WHERE c.company_id = d.company_id AND c.document_id = d.id)
   OR NOT EXISTS (SELECT 1 FROM documents_intake i WHERE i.company_id = d.company_id AND i.document_id = d.id)
   -- The line of a file that came as a further appearance names the paper that led then.
   AND NOT EXISTS (SELECT 1 FROM documents_intake i
                   WHERE i.company_id = d.company_id AND i.file_sha256 = d.file_sha256 AND i.outcome = 'twin')
   OR NOT EXISTS (SELECT 1 FROM platform_storedfile f WHERE f.company_id = d.company_id AND f.sha256 = d.file_sha256)
