-- No more is allocated than the bond brought in: each event keeps what was allocated up to it, so
-- that the guard looks at one row before and not at the history.

ALTER TABLE gbcert.ledger_event
        ADD COLUMN given_minor bigint,
        ADD CONSTRAINT allocated_not_below_zero CHECK (allocated_minor >= 0);
COMMENT ON COLUMN gbcert.ledger_event.given_minor IS 'All that was allocated to projects up to it (累计分配), minor units; what moves between projects adds nothing; empty in rows from before it was kept';
COMMENT ON CONSTRAINT allocated_not_below_zero ON gbcert.ledger_event IS 'What is given up goes to another project';

CREATE FUNCTION gbcert.ledger_given() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        SELECT f.bond, f.place, f.id INTO bad FROM fresh f
        LEFT JOIN gbcert.ledger_event p ON p.bond = f.bond AND p.place = f.place - 1
        WHERE f.given_minor IS NULL
                OR (p.given_minor IS NOT NULL OR f.place = 1)
                AND f.given_minor <> coalesce(p.given_minor, 0)
                        + CASE f.to_project WHEN '' THEN f.allocated_minor ELSE 0 END
                -- The first one after rows that do not say: once for each bond.
                OR p.given_minor IS NULL AND f.place > 1
                AND f.given_minor < (SELECT sum(CASE h.to_project WHEN '' THEN h.allocated_minor
                        ELSE 0 END) FROM gbcert.ledger_event h
                        WHERE h.bond = f.bond AND h.place <= f.place)
        LIMIT 1;
        IF FOUND THEN
                RAISE EXCEPTION 'bond %: event % (%) does not follow on what was allocated',
                        bad.bond, bad.place, bad.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        -- What investors gave less the costs of issue; before any issue, what was certified.
        SELECT f.bond, f.place, f.id INTO bad FROM fresh f
        CROSS JOIN LATERAL (SELECT -f.investors_minor::numeric - f.issue_costs_minor AS net) r
        WHERE f.allocated_minor > 0 AND f.to_project = ''
                AND f.given_minor::numeric * 1000 > 1001 * CASE WHEN r.net > 0 THEN r.net ELSE
                (SELECT nullif(max(greatest(c.principal_minor, c.net_minor, 0)), 0)
                FROM gbcert.bond_certificate c WHERE c.bond = f.bond) END
        LIMIT 1;
        IF FOUND THEN
                RAISE EXCEPTION 'bond %: with event % (%) more than the net proceeds is allocated',
                        bad.bond, bad.place, bad.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
END
$$;
COMMENT ON FUNCTION gbcert.ledger_given() IS 'What is allocated adds up, and is no more than the net proceeds and the thousandth of them that rounding may take';
CREATE TRIGGER ledger_given AFTER INSERT ON gbcert.ledger_event
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION gbcert.ledger_given();
