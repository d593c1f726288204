-- What findings suspended, a person may suspend as well, so that it stays so when they are closed.

INSERT INTO gbcert.certificate_move_rule (from_state, to_state) VALUES
        ('suspended', 'suspended');
COMMENT ON COLUMN gbcert.due.version IS 'Of the bond''s state it was set by (a later one has set its own), the day on which was asked as days since 1970-01-01, or the step that suspended; 0 of old answers and reviews: not known';

-- An event follows the one before in all that is kept of it: also in what was sent back, in the day
-- it counts as of, and in its currency.

CREATE OR REPLACE FUNCTION gbcert.ledger_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        SELECT f.bond, f.place, f.id INTO bad FROM fresh f
        LEFT JOIN gbcert.ledger_event p ON p.bond = f.bond AND p.place = f.place - 1
        WHERE f.place < 1 OR (f.place > 1 AND p.place IS NULL) OR f.by_person = '' OR f.id = ''
                OR coalesce(p.currency, (SELECT c.currency FROM gbcert.bond_certificate c
                        WHERE c.bond = f.bond ORDER BY c.certificate LIMIT 1))
                        IS DISTINCT FROM f.currency
                OR coalesce(f.counted_on, f.happened_on)
                        < greatest(f.happened_on, coalesce(p.counted_on, p.happened_on))
                OR f.special_minor <> coalesce(p.special_minor, 0) + f.special_delta
                OR f.placed_minor <> coalesce(p.placed_minor, 0) + f.placed_delta
                OR f.issuer_minor <> coalesce(p.issuer_minor, 0) + f.issuer_delta
                OR f.project_company_minor
                        <> coalesce(p.project_company_minor, 0) + f.project_company_delta
                OR f.suppliers_minor <> coalesce(p.suppliers_minor, 0) + f.suppliers_delta
                OR f.investors_minor <> coalesce(p.investors_minor, 0) + f.investors_delta
                OR f.issue_costs_minor <> coalesce(p.issue_costs_minor, 0) + f.issue_costs_delta
                OR f.interest_minor <> coalesce(p.interest_minor, 0) + f.interest_delta
                OR f.returned_minor <> coalesce(p.returned_minor, 0) + f.returned_delta
        LIMIT 1;
        IF FOUND THEN
                RAISE EXCEPTION 'bond %: event % (%) does not follow on the ledger', bad.bond,
                        bad.place, bad.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
END
$$;
COMMENT ON FUNCTION gbcert.ledger_follows() IS 'Balances and sent-back money of an event are those of the one before and what it moved, days and currency follow; the bond is certified';
