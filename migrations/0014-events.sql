-- What an event of the ledger cannot be, whoever writes it.

ALTER TABLE gbcert.ledger_event
        ADD CONSTRAINT amount_not_below_zero CHECK (amount_minor >= 0),
        ADD CONSTRAINT happened_before_recorded
                CHECK (happened_on <= (recorded_at AT TIME ZONE 'UTC')::date + 1);
COMMENT ON CONSTRAINT amount_not_below_zero ON gbcert.ledger_event IS 'What comes back is an event of its own';
COMMENT ON CONSTRAINT happened_before_recorded ON gbcert.ledger_event IS 'Nothing is recorded that has not happened; a day of the centre may begin before that of UTC';
