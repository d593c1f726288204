-- What the tables refuse, whoever writes: changed history, moves out of order, two eyes for four.
-- Guards see all rows of one statement at once, so that a batch pays for them once. They look up by
-- scalar sub-selects: EXISTS inside OR could be planned as a hash of the whole table.

CREATE FUNCTION gbcert.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
        RAISE EXCEPTION 'history is not changed: % on %.%', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
END
$$;
COMMENT ON FUNCTION gbcert.refuse_change() IS 'Refuses UPDATE, DELETE and TRUNCATE, also to the owner (历史记录不可更改)';

-- Fires in every session_replication_role, so that no setting walks round it.
CREATE PROCEDURE gbcert.keep_history(of_table regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
        EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
                'FOR EACH STATEMENT EXECUTE FUNCTION gbcert.refuse_change()', of_table);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER refuse_change', of_table);
END
$$;
COMMENT ON PROCEDURE gbcert.keep_history(regclass) IS 'Makes a table append-only; each migration calls it for its new tables';
REVOKE EXECUTE ON PROCEDURE gbcert.keep_history(regclass) FROM PUBLIC;

DO $$
DECLARE
        t regclass;
BEGIN
        FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'gbcert'::regnamespace
                AND relkind = 'r' ORDER BY relname
        LOOP
                CALL gbcert.keep_history(t);
        END LOOP;
END
$$;

CREATE FUNCTION gbcert.application_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        SELECT f.number, f.revision INTO bad FROM fresh f
        WHERE CASE f.revision
                WHEN 1 THEN (SELECT c.number FROM gbcert.case_file c WHERE c.number = f.number)
                ELSE (SELECT p.number FROM gbcert.application p
                        WHERE p.number = f.number AND p.revision = f.revision - 1) END IS NULL
                OR length(f.sha256) <> 64 OR f.by_person = ''
        LIMIT 1;
        IF FOUND THEN
                RAISE EXCEPTION 'case %: no case, digest, person or revision before revision %',
                        bad.number, bad.revision USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
END
$$;
COMMENT ON FUNCTION gbcert.application_follows() IS 'A revision follows the one before; the first needs its case';
CREATE TRIGGER application_follows AFTER INSERT ON gbcert.application
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION gbcert.application_follows();

CREATE FUNCTION gbcert.assessment_fits() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        SELECT f.number, f.revision,
                (SELECT p.number FROM gbcert.application p
                        WHERE p.number = f.number AND p.revision = f.revision) IS NULL
                OR (SELECT s.digest FROM gbcert.rule_set s WHERE s.digest = f.rules_digest) IS NULL
                        AS belongs_nowhere
        INTO bad FROM fresh f
        WHERE (SELECT p.number FROM gbcert.application p
                        WHERE p.number = f.number AND p.revision = f.revision) IS NULL
                OR (SELECT s.digest FROM gbcert.rule_set s WHERE s.digest = f.rules_digest) IS NULL
                OR f.round < 0 OR cardinality(f.standards) = 0
                OR (SELECT count(u.outcome) FILTER (WHERE u.outcome IN ('conforms',
                                'conforms_with_observations', 'undetermined', 'does_not_conform',
                                'not_applicable') AND u.scope IN ('asked', 'told', 'labelled')
                                AND u.lacking IN ('nothing', 'papers', 'evidence')
                                AND translate(u.letters, 'mnuar', '') = ''
                                AND u.standard <> '' AND u.catalogue IS NOT NULL
                                AND u.catalogue_row IS NOT NULL AND u.reasons IS NOT NULL)
                        <> count(*) FROM unnest(f.standards, f.scopes, f.catalogues,
                                f.catalogue_rows, f.outcomes, f.lackings, f.letters, f.reasons)
                        AS u (standard, scope, catalogue, catalogue_row, outcome, lacking, letters,
                                reasons))
        LIMIT 1;
        IF NOT FOUND THEN
                RETURN NULL;
        END IF;
        IF bad.belongs_nowhere THEN
                RAISE EXCEPTION 'case % revision %: the verdicts fit no stored application or rules',
                        bad.number, bad.revision USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RAISE EXCEPTION 'case % revision %: lists of unequal length, or words that are none',
                bad.number, bad.revision USING ERRCODE = 'check_violation';
END
$$;
COMMENT ON FUNCTION gbcert.assessment_fits() IS 'Verdicts belong to a stored application and stored rules, in words that we know';
CREATE TRIGGER assessment_fits AFTER INSERT ON gbcert.assessment
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION gbcert.assessment_fits();

CREATE FUNCTION gbcert.case_move_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        SELECT f.number, f.step, f.from_state, f.event, f.actor, p.to_state AS state,
                f.from_state IS DISTINCT FROM CASE f.step WHEN 1 THEN 'none' ELSE p.to_state END
                        OR f.actor = '' AS out_of_order,
                c.number IS NULL AS no_case
        INTO bad
        FROM fresh f
        LEFT JOIN gbcert.case_file c ON c.number = f.number
        LEFT JOIN gbcert.case_move p ON p.number = f.number AND p.step = f.step - 1
        WHERE f.from_state IS DISTINCT FROM CASE f.step WHEN 1 THEN 'none' ELSE p.to_state END
                OR c.number IS NULL OR f.actor = ''
                OR (f.event IN ('recommend', 'certify', 'decline') AND f.actor = c.submitted_by)
                OR (f.event IN ('recommend', 'certify', 'decline') AND (
                        SELECT b.number FROM gbcert.case_move b WHERE b.number = f.number
                        AND b.event = 'amend' AND b.actor = f.actor LIMIT 1) IS NOT NULL)
                OR (f.event IN ('certify', 'decline') AND f.actor = p.actor)
        LIMIT 1;
        IF NOT FOUND THEN
                RETURN NULL;
        END IF;
        IF bad.no_case THEN
                RAISE EXCEPTION 'case %: there is no such case', bad.number
                        USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF bad.out_of_order THEN
                RAISE EXCEPTION 'case %: step % by "%" starts from % but the step before ended in %',
                        bad.number, bad.step, bad.actor, bad.from_state,
                        coalesce(bad.state, 'nothing')
                        USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RAISE EXCEPTION 'case %: four eyes: % may not % what they submitted, amended or recommended',
                bad.number, bad.actor, bad.event USING ERRCODE = 'integrity_constraint_violation';
END
$$;
COMMENT ON FUNCTION gbcert.case_move_follows() IS 'A move starts where the one before ended, and four eyes decide (四眼原则)';
CREATE TRIGGER case_move_follows AFTER INSERT ON gbcert.case_move
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION gbcert.case_move_follows();

-- Attachments, confirmations and letters of a case are numbered without holes.
CREATE FUNCTION gbcert.place_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        EXECUTE format('SELECT number FROM %I.%I p WHERE p.number = $1 AND p.place = $2',
                TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO bad USING NEW.number, NEW.place - 1;
        IF NEW.place > 1 AND bad.number IS NULL THEN
                RAISE EXCEPTION 'case %: % % does not follow', NEW.number, TG_TABLE_NAME, NEW.place
                        USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
END
$$;
COMMENT ON FUNCTION gbcert.place_follows() IS 'Attachments, confirmations and letters of a case are numbered without holes';
CREATE TRIGGER place_follows BEFORE INSERT ON gbcert.attachment
        FOR EACH ROW EXECUTE FUNCTION gbcert.place_follows();
CREATE TRIGGER place_follows BEFORE INSERT ON gbcert.confirmation
        FOR EACH ROW EXECUTE FUNCTION gbcert.place_follows();
CREATE TRIGGER place_follows BEFORE INSERT ON gbcert.letter
        FOR EACH ROW EXECUTE FUNCTION gbcert.place_follows();

CREATE FUNCTION gbcert.confirmation_by_another() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
BEGIN
        PERFORM FROM gbcert.case_file c
        WHERE c.number = NEW.number AND c.submitted_by = NEW.by_person;
        IF FOUND THEN
                RAISE EXCEPTION 'case %: four eyes: % may not confirm what they submitted',
                        NEW.number, NEW.by_person USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
END
$$;
COMMENT ON FUNCTION gbcert.confirmation_by_another() IS 'Who submitted does not confirm (四眼原则)';
CREATE TRIGGER confirmation_by_another BEFORE INSERT ON gbcert.confirmation
        FOR EACH ROW EXECUTE FUNCTION gbcert.confirmation_by_another();

CREATE FUNCTION gbcert.certificate_of_certified() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        head text;
BEGIN
        SELECT m.to_state INTO head FROM gbcert.case_move m WHERE m.number = NEW.case_number
        ORDER BY m.step DESC LIMIT 1;
        IF head IS DISTINCT FROM 'certified' THEN
                RAISE EXCEPTION 'certificate %: case % is not certified', NEW.number,
                        NEW.case_number USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
END
$$;
COMMENT ON FUNCTION gbcert.certificate_of_certified() IS 'No certificate without a case that was decided so';
CREATE TRIGGER certificate_of_certified BEFORE INSERT ON gbcert.certificate
        FOR EACH ROW EXECUTE FUNCTION gbcert.certificate_of_certified();

CREATE FUNCTION gbcert.certificate_move_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        head text := 'none';
BEGIN
        IF NEW.step > 1 THEN
                SELECT p.to_state INTO head FROM gbcert.certificate_move p
                WHERE p.number = NEW.number AND p.step = NEW.step - 1;
        END IF;
        IF head IS DISTINCT FROM NEW.from_state THEN
                RAISE EXCEPTION 'certificate %: step % starts from % but the step before ended in %',
                        NEW.number, NEW.step, NEW.from_state, coalesce(head, 'nothing')
                        USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
END
$$;
COMMENT ON FUNCTION gbcert.certificate_move_follows() IS 'A move of a certificate starts where the one before ended';
CREATE TRIGGER certificate_move_follows BEFORE INSERT ON gbcert.certificate_move
        FOR EACH ROW EXECUTE FUNCTION gbcert.certificate_move_follows();
