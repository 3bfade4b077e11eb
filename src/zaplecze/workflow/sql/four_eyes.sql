-- Four eyes, whoever writes the decision: nobody answers twice for one paper.
--  * Nobody approves what she brought in, described, or approved in another step.
--  * Nobody describes what she approved.
--  * Voices of one task (a group) come from different people.
-- "She" is the person who decides and the one she stands in for (substitution, delegation).
-- The case's row is locked, so that two decisions at once see each other.
CREATE OR REPLACE FUNCTION workflow_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    people bigint[] := ARRAY[NEW.by_id, COALESCE(NEW.on_behalf_of_id, NEW.by_id)];
    author bigint;
BEGIN
    IF NEW.verdict <> 'accepted' OR NEW.kind NOT IN ('approve', 'describe') THEN
        RETURN NEW;
    END IF;
    SELECT c.author_id INTO author FROM workflow_case c
     WHERE c.company_id = NEW.company_id AND c.id = NEW.case_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM workflow_decision d
        WHERE d.company_id = NEW.company_id AND d.case_id = NEW.case_id AND d.verdict = 'accepted'
          AND ARRAY[d.by_id, COALESCE(d.on_behalf_of_id, d.by_id)] && people
          AND (d.task_id = NEW.task_id
               OR NEW.kind = 'approve' AND d.kind = 'describe'
               OR NEW.kind = 'approve' AND d.kind = 'approve' AND d.step <> NEW.step
               OR NEW.kind = 'describe' AND d.kind = 'approve')
    ) OR NEW.kind = 'approve' AND author = ANY(people) THEN
        RAISE EXCEPTION 'four eyes: user % took part in case % before', NEW.by_id, NEW.case_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'workflow_four_eyes';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS four_eyes ON workflow_decision;
CREATE TRIGGER four_eyes BEFORE INSERT ON workflow_decision
    FOR EACH ROW EXECUTE FUNCTION workflow_four_eyes();
