-- Four eyes: whoever described a paper can't approve it, and no one approves the same paper twice.
CREATE OR REPLACE FUNCTION workflow_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'approve' AND NEW.verdict = 'accepted' AND EXISTS (
        SELECT 1 FROM workflow_decision d
        WHERE d.company_id = NEW.company_id AND d.case_id = NEW.case_id
          AND d.by_id = NEW.by_id AND d.verdict = 'accepted'
          AND (d.kind = 'describe'
               OR d.kind = 'approve' AND d.step <> NEW.step)
    ) THEN
        RAISE EXCEPTION 'four eyes: user % took part in case % before', NEW.by_id, NEW.case_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'workflow_four_eyes';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS four_eyes ON workflow_decision;
CREATE TRIGGER four_eyes BEFORE INSERT ON workflow_decision
    FOR EACH ROW EXECUTE FUNCTION workflow_four_eyes();
