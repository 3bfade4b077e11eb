-- A protocol of destruction is of two people, is never changed after its end, and spares what is held.
CREATE OR REPLACE FUNCTION documents_destruction_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL
       OR OLD.erased_at IS NOT NULL
       OR OLD.confirmed_at IS NOT NULL
          AND (NEW.confirmed_by_id, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by_id, OLD.confirmed_at)
       OR (NEW.company_id, NEW.number, NEW.year, NEW.reason, NEW.list_hash, NEW.proposed_by_id, NEW.proposed_at)
          IS DISTINCT FROM
          (OLD.company_id, OLD.number, OLD.year, OLD.reason, OLD.list_hash, OLD.proposed_by_id, OLD.proposed_at)
    THEN
        RAISE EXCEPTION 'protocol %/% stands as it was written', OLD.number, OLD.year
            USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_destruction_guard';
    END IF;
    IF OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM documents_destructionitem i JOIN documents_hold h
            ON h.company_id = i.company_id AND h.document_id = i.document_id AND h.lifted_at IS NULL
        WHERE i.company_id = NEW.company_id AND i.destruction_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'protocol %/% names a paper that is held', OLD.number, OLD.year
            USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_destruction_guard';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS destruction_guard ON documents_destruction;
CREATE TRIGGER destruction_guard BEFORE UPDATE ON documents_destruction
    FOR EACH ROW EXECUTE FUNCTION documents_destruction_guard();

-- A list that two people were shown doesn't grow behind their backs, and no protocol is deleted.
CREATE OR REPLACE FUNCTION documents_destruction_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR EXISTS (
        SELECT 1 FROM documents_destruction d WHERE d.company_id = NEW.company_id AND d.id = NEW.destruction_id
            AND (d.confirmed_at IS NOT NULL OR d.withdrawn_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'a protocol of destruction stands as it was written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_destruction_guard';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS destruction_list ON documents_destructionitem;
CREATE TRIGGER destruction_list BEFORE INSERT ON documents_destructionitem
    FOR EACH ROW EXECUTE FUNCTION documents_destruction_list();
DROP TRIGGER IF EXISTS destruction_stays ON documents_destruction;
CREATE TRIGGER destruction_stays BEFORE DELETE ON documents_destruction
    FOR EACH ROW EXECUTE FUNCTION documents_destruction_list();

-- The correspondence book keeps every line: no deleting, no changing of what a struck line says, no other number.
CREATE OR REPLACE FUNCTION documents_letter_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.struck_at IS NOT NULL
       OR (NEW.company_id, NEW.direction, NEW.year, NEW.number, NEW.by_id, NEW.at)
          IS DISTINCT FROM (OLD.company_id, OLD.direction, OLD.year, OLD.number, OLD.by_id, OLD.at)
    THEN
        RAISE EXCEPTION 'line %/% of the correspondence book stands', OLD.number, OLD.year
            USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_letter_guard';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS letter_guard ON documents_letter;
CREATE TRIGGER letter_guard BEFORE UPDATE OR DELETE ON documents_letter
    FOR EACH ROW EXECUTE FUNCTION documents_letter_guard();
