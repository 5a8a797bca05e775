"""The check that whatever the bank paid beside a sum's payment is waited for, once for each line."""

from sqlalchemy import text

from marketplace.ledger.verify import Finding
from models.session import db


def claims() -> Finding:
    """I11: no less has to come back of a sum than the bank paid for it beside, until it was given up by two people.

    A sum of which a part came back is not looked at: of which payment that was nobody has to say.
    """
    found = db.execute(
        text(
            """SELECT b.ref, b.satang, coalesce(v.amount_satang, 0) FROM (
                 SELECT e.id, e.ref, sum(e.amount_satang) AS satang FROM difference d
                 JOIN ledger_entry n ON n.key = 'adjust:' || d.ref
                 JOIN payout_line l ON l.ref = d.about JOIN payout_item i ON i.line_id = l.id
                 JOIN earning e ON e.id = i.earning_id
                 WHERE d.kind = 'bank_line' AND d.state = 'adjusted' AND d.adjust_satang < 0
                   AND d.detail LIKE 'answer:paid:%'
                   AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = n.id)
                   AND NOT EXISTS (
                     SELECT 1 FROM ledger_entry p WHERE p.key = 'pay:' || l.ref || ':' || e.ref || ':' || d.ref)
                   AND NOT EXISTS (SELECT 1 FROM ledger_entry p WHERE p.key = 'restore:' || d.ref || ':' || e.ref)
                 GROUP BY e.id, e.ref
               ) b LEFT JOIN recovery v ON v.earning_id = b.id
               WHERE (v.id IS NULL OR v.state NOT IN ('open', 'proposed') OR v.amount_satang < b.satang)
                 AND NOT EXISTS (SELECT 1 FROM move m
                   WHERE m.subject_type = 'recovery' AND m.subject_id = v.id AND m.verb = 'agree')
                 AND NOT EXISTS (SELECT 1 FROM correction c
                   WHERE c.earning_id = b.id AND c.kind = 'less' AND c.state = 'done')"""
        )
    )
    broken = tuple(" ".join(str(value) for value in row) for row in found)
    looked_at = int(db.execute(text("SELECT count(*) FROM recovery")).scalar_one())
    return Finding("I11 claims", "what was paid beside has to come back", looked_at, broken)
