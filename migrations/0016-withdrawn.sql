-- What was withdrawn never was, unless somebody has answered or closed it: then it is shown, with
-- what that person did.

CREATE OR REPLACE VIEW audit.findings AS
SELECT f.id, f.bond, f.issuer, f.pattern, f.rule, f.subject, f.project, f.payee, h.severity,
        h.to_state AS state, h.happened_on, h.recorded_at AS moved_at, f.recorded_at, f.class,
        f.source, (SELECT max(d.at) FROM gbcert.due d WHERE d.kind = 'answer' AND d.about = f.id
                AND d.recorded_at <= (SELECT audit.as_of())
                AND h.to_state = 'open') AS answer_due_at
FROM gbcert.finding f
CROSS JOIN LATERAL (SELECT m.severity, m.to_state, m.happened_on, m.recorded_at
        FROM gbcert.finding_move m
        WHERE m.finding = f.id AND m.recorded_at <= (SELECT audit.as_of())
        ORDER BY m.place DESC LIMIT 1) h
WHERE f.recorded_at <= (SELECT audit.as_of()) AND (h.to_state <> 'withdrawn'
        OR EXISTS (SELECT FROM gbcert.finding_move a WHERE a.finding = f.id
                AND a.event IN ('answer', 'close') AND a.recorded_at <= (SELECT audit.as_of())));
