-- title: A paper on its way waits in a step, and an ended one in none
-- reason: A case is the set of its open tasks; without one nobody would ever be asked.
SELECT c.document_id, c.state FROM workflow_case c
WHERE (c.state = 'open') <> EXISTS (
    SELECT 1 FROM workflow_task t
    WHERE t.company_id = c.company_id AND t.case_id = c.id AND t.closed_at IS NULL)
