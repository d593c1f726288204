-- Keys of one column for what is looked up by two: no other index can take their place, whatever the
-- planner knows of a table that grows by a million rows in minutes. What stands between is in no
-- text that is recorded; if it were, the key of events would refuse more, never less.

ALTER TABLE gbcert.ledger_event DROP CONSTRAINT ledger_event_bond_id_key;
CREATE UNIQUE INDEX ledger_event_id ON gbcert.ledger_event ((bond || E'\x1f' || id));
DROP INDEX gbcert.ledger_event_day;
CREATE INDEX ledger_event_day ON gbcert.ledger_event
        ((bond || E'\x1f'), (coalesce(counted_on, happened_on)), place);
DROP INDEX gbcert.ledger_event_payee;
CREATE INDEX ledger_event_payee ON gbcert.ledger_event
        ((bond || E'\x1f' || payee), (coalesce(counted_on, happened_on)), place)
        WHERE payee <> '' AND type IN ('disburse', 'reimburse');
DROP INDEX gbcert.ledger_event_invoice;
CREATE INDEX ledger_event_invoice ON gbcert.ledger_event ((bond || E'\x1f' || invoice), place)
        WHERE invoice <> '' AND type IN ('disburse', 'reimburse');
