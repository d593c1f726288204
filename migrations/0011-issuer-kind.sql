-- What kind of issuer a bond's application named: report calendars differ by it.

ALTER TABLE gbcert.bond_certificate ADD COLUMN issuer_kind text COLLATE "C" NOT NULL DEFAULT '';
COMMENT ON COLUMN gbcert.bond_certificate.issuer_kind IS 'Kind of issuer as certified (发行人类型): financial, nonfinancial and so on; empty: not stated, or certified before it was kept';
