-- What investors give above the face value stands as issue costs below zero.

ALTER TABLE gbcert.ledger_event
        DROP CONSTRAINT sources_only_give,
        ADD CONSTRAINT sources_only_give CHECK (suppliers_minor >= 0 AND investors_minor <= 0
                AND interest_minor <= 0 AND returned_minor >= 0);
COMMENT ON CONSTRAINT sources_only_give ON gbcert.ledger_event IS 'Suppliers give back no more than they got; investors and interest are sources';
COMMENT ON COLUMN gbcert.ledger_event.issue_costs_delta IS 'Likewise; below zero: a premium, investors gave more than the face value (溢价发行)';
