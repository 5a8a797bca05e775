"""Checks of payout lines: each ends once, the bank paid what they say, and what is adjusted by them holds."""

from sqlalchemy import text

from marketplace.ledger.verify import Finding
from models.session import db


def lines() -> Finding:
    """I8: a line is worth its earnings, ends once, and after release as its earnings say."""
    broken = _broken(
        f"""SELECT 'sum', l.ref FROM payout_line l JOIN payout_item i ON i.line_id = l.id
           JOIN earning e ON e.id = i.earning_id GROUP BY l.id, l.ref, l.amount_satang
           HAVING sum(e.amount_satang) <> l.amount_satang
           UNION ALL
           SELECT 'open', l.ref FROM payout_line l JOIN payout_batch b ON b.id = l.batch_id
           WHERE b.state IN ('reconciled', 'closed') AND l.outcome = 'pending'
           UNION ALL
           SELECT 'reference', l.ref FROM payout_line l WHERE (l.outcome = 'paid') <> (l.bank_ref IS NOT NULL)
           UNION ALL
           SELECT 'total', b.ref FROM payout_batch b LEFT JOIN payout_line l ON l.batch_id = b.id
           GROUP BY b.id, b.ref, b.total_satang HAVING coalesce(sum(l.amount_satang), 0) <> b.total_satang
           UNION ALL
           SELECT 'paid twice', p.ref FROM (
             SELECT e.id, e.ref, count(*) AS times FROM earning e JOIN payout_item i ON i.earning_id = e.id
             JOIN payout_line l ON l.id = i.line_id WHERE l.outcome = 'paid' AND l.ref NOT IN ({_TAKEN_OUT})
             GROUP BY e.id, e.ref HAVING count(*) > 1) p
           WHERE p.times > 1 + (SELECT count(*) FROM ({_BACK}) k WHERE k.earning_id = p.id)"""  # noqa: S608  names are ours
    )
    return Finding("I8 payout lines", "each line ends once", _count("payout_line"), broken)


def bank() -> Finding:
    """I11: what left each fund's account is what its paid lines say, less what came back.

    Of a line whose sums had gone on, `adjusted` tells. A sum that came back counts for the line that paid it after.
    """
    broken = _broken(
        f"""SELECT f.ref, coalesce(l.paid, 0) - coalesce(k.back, 0), coalesce(p.booked, 0) FROM fund f
           LEFT JOIN (
             SELECT b.fund_id, sum(e.amount_satang) AS paid FROM payout_line l
             JOIN payout_batch b ON b.id = l.batch_id JOIN payout_item i ON i.line_id = l.id
             JOIN earning e ON e.id = i.earning_id
             WHERE l.outcome = 'paid' AND e.state <> 'reversed' AND l.ref NOT IN ({_TAKEN_OUT}) GROUP BY b.fund_id
           ) l ON l.fund_id = f.id
           LEFT JOIN (
             SELECT fund_id, sum(satang) AS back FROM ({_BACK}) b
             WHERE b.state <> 'reversed' AND b.line_ref NOT IN ({_TAKEN_OUT}) GROUP BY fund_id
           ) k ON k.fund_id = f.id
           LEFT JOIN (
             SELECT a.owner_id, -sum(p.amount_satang) AS booked FROM ledger_posting p
             JOIN ledger_account a ON a.id = p.account_id AND a.role = 'cash'
             JOIN ledger_entry n ON n.id = p.entry_id
             LEFT JOIN ledger_entry o ON o.id = n.reverses_id
             WHERE (n.kind = 'pay' OR o.kind = 'pay') AND coalesce(o.note, n.note) NOT IN ({_TAKEN_OUT})
             GROUP BY a.owner_id
           ) p ON p.owner_id = f.id
           WHERE coalesce(l.paid, 0) - coalesce(k.back, 0) <> coalesce(p.booked, 0)"""  # noqa: S608  names are ours
    )
    return Finding("I11 bank", "what left the account is what was paid", _count("fund"), broken)


def adjusted() -> Finding:
    """I11: by a line a book is adjusted with its entry, while the line is paid and not all of it is back.

    Each adjustment goes from where the one before left the book toward what the bank named, and not past it. Once all
    of a line is back, the fund has by it at most what it had before.

    Of sums that had gone on when the bank was found to have paid them, that entry tells what left. No more of them is
    put in again than was taken out, and no line is undone of which money had come back another way. What was adjusted
    and what came back are together never more than the line.
    """
    query = f"WITH stands AS ({_STANDS}) {' UNION ALL '.join(_ADJUSTED)}"
    return Finding("I11 adjusted", "an adjusted line is paid, once", _count("difference"), _broken(query))


def _count(table: str) -> int:
    return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  names are ours


def _broken(query: str) -> tuple[str, ...]:
    return tuple(" ".join(str(value) for value in row) for row in db.execute(text(query)))


_TAKEN_OUT = """SELECT d.about FROM difference d WHERE d.kind = 'bank_line' AND d.state = 'adjusted'
  AND d.adjust_satang <> 0 AND d.detail LIKE 'answer:paid:%' AND NOT EXISTS (
    SELECT 1 FROM ledger_entry n JOIN ledger_entry r ON r.reverses_id = n.id WHERE n.key = 'adjust:' || d.ref)"""
"""Lines the bank paid although sums of them had gone on: what they took is an adjustment, by two people."""

PART = """{0}.kind = 'less' AND {0}.state = 'done' AND NOT EXISTS (
  SELECT 1 FROM ledger_entry m JOIN ledger_entry n ON n.cause_type = 'earning' AND n.kind = 'pay' AND n.id > m.id
  JOIN earning o ON o.ref = n.cause_ref WHERE m.key = 'correct:' || {0}.ref AND o.id = {0}.earning_id)"""
"""Corrections by which a part of the newest payment of a sum came back."""

_NEWEST = """coalesce((SELECT n.note FROM ledger_entry n WHERE n.cause_type = 'earning' AND n.cause_ref = e.ref
  AND n.kind = 'pay' ORDER BY n.id DESC LIMIT 1), '')"""
"""The line by which a sum was paid last."""

_BACK = f"""SELECT DISTINCT b.fund_id, l.ref AS line_ref, e.id AS earning_id, e.amount_satang AS satang, e.state
  FROM difference d JOIN payout_line l ON l.ref = d.about JOIN payout_batch b ON b.id = l.batch_id
  JOIN payout_item i ON i.line_id = l.id JOIN earning e ON e.id = i.earning_id
  WHERE d.kind = 'bank_line' AND d.state = 'adjusted' AND d.detail LIKE 'back:' || e.ref || ':%'
    AND l.outcome = 'paid' AND {_NEWEST} <> l.ref"""  # noqa: S608  names are ours
"""Sums that came back by a line, as two people said, and that another line has paid since."""

_STANDS = """SELECT d.ref, d.about, d.adjust_satang, d.found_satang, n.id AS entry_id,
         CASE WHEN d.detail LIKE 'answer:%' THEN 'answer'
              WHEN d.detail LIKE 'back:%' THEN 'back' ELSE 'sum' END AS what
  FROM difference d LEFT JOIN ledger_entry n ON n.key = 'adjust:' || d.ref
  WHERE d.kind = 'bank_line' AND d.state = 'adjusted' AND d.adjust_satang <> 0
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = n.id)"""
"""The adjustments by payout lines whose entry is not reversed: of another answer, of what came back, or of a sum."""

_NO_ENTRY = """SELECT 'no entry', s.ref FROM stands s WHERE NOT EXISTS (
    SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id AND a.role = 'cash'
    WHERE p.entry_id = s.entry_id AND p.amount_satang = s.adjust_satang)"""
"""An adjustment has its entry, with its sum on the account of the fund."""

_NOT_PAID = """SELECT 'not paid', s.ref FROM stands s WHERE s.found_satang IS NULL OR NOT EXISTS (
    SELECT 1 FROM payout_line l WHERE l.ref = s.about AND l.outcome = 'paid')"""
"""By a line that is not paid, or of which the bank has said nothing, no book stays adjusted."""

_ALL_BACK = f"""SELECT 'all back', min(s.ref) FROM stands s JOIN payout_line l ON l.ref = s.about
  WHERE l.ref NOT IN ({_TAKEN_OUT}) AND NOT EXISTS (
    SELECT 1 FROM payout_item i JOIN earning e ON e.id = i.earning_id
    WHERE i.line_id = l.id AND e.state <> 'reversed')
  GROUP BY s.about HAVING sum(s.adjust_satang) > 0"""  # noqa: S608  names are ours
"""Once all sums of a line are back, the fund has by it at most what it had before."""

_MORE_THAN_PAID = f"""SELECT 'more than paid', l.ref FROM payout_line l JOIN (
    SELECT about, sum(adjust_satang) AS less FROM stands WHERE what <> 'answer' GROUP BY about
  ) s ON s.about = l.ref
  WHERE s.less + coalesce((
    SELECT sum(CASE WHEN e.state = 'reversed' OR {_NEWEST} <> l.ref THEN e.amount_satang ELSE coalesce((
        SELECT sum(c.amount_satang) FROM correction c
        WHERE c.earning_id = e.id AND {PART.format("c")}), 0) END)
    FROM payout_item i JOIN earning e ON e.id = i.earning_id WHERE i.line_id = l.id
      AND ({_NEWEST} = l.ref OR (l.ref, e.id) IN (SELECT line_ref, earning_id FROM ({_BACK}) b))
  ), 0) > l.amount_satang"""  # noqa: S608  names are ours
"""What was adjusted and what came back of a line, whole or in part, are together never more than the line."""

_OTHER_SUMS = """SELECT 'other sums', s.ref FROM stands s JOIN payout_line l ON l.ref = s.about
  WHERE s.what = 'answer' AND -s.adjust_satang <> coalesce((
    SELECT sum(e.amount_satang) FROM payout_item i JOIN earning e ON e.id = i.earning_id
    WHERE i.line_id = l.id AND NOT EXISTS (
      SELECT 1 FROM ledger_entry n WHERE n.key = 'pay:' || l.ref || ':' || e.ref || ':' || s.ref)), 0)"""
"""What a line took whose sums had gone on is those sums, without what it is a payment of since."""

_TOO_MUCH_IN = """SELECT 'back twice', d.ref FROM difference d JOIN ledger_entry n ON n.key = 'adjust:' || d.ref
  WHERE d.kind = 'bank_line' AND d.state = 'adjusted' AND d.adjust_satang < 0
    AND d.detail LIKE 'answer:paid:%' AND CASE WHEN EXISTS (
      SELECT 1 FROM ledger_entry r WHERE r.reverses_id = n.id) THEN 0 ELSE d.adjust_satang END + coalesce((
      SELECT sum(p.amount_satang) FROM ledger_entry x JOIN ledger_posting p ON p.entry_id = x.id
      JOIN ledger_account a ON a.id = p.account_id AND a.role = 'cash'
      WHERE x.cause_type = 'difference' AND x.cause_ref = d.ref AND x.id <> n.id
        AND coalesce(x.reverses_id, 0) <> n.id), 0) > 0"""
"""No more of what such a line took is put in again than was taken out."""

_BACK_ANOTHER_WAY = """SELECT 'back twice', v.ref FROM recovery v JOIN difference d ON d.ref = v.cause_ref
  JOIN ledger_entry n ON n.key = 'adjust:' || d.ref JOIN ledger_entry r ON r.reverses_id = n.id
  JOIN earning e ON e.id = v.earning_id
  WHERE v.reason IN ('paid_twice', 'paid_not_due') AND d.kind = 'bank_line' AND d.state = 'adjusted'
    AND NOT EXISTS (SELECT 1 FROM ledger_entry x WHERE x.key = 'restore:' || d.ref || ':' || e.ref)
    AND (v.state = 'recovered' OR EXISTS (
      SELECT 1 FROM correction c WHERE c.earning_id = e.id AND c.kind = 'less' AND c.state = 'done'
      AND c.decided_at >= d.decided_at AND c.decided_at < r.at))"""
"""No such line is undone of which money had come back another way."""

_TWICE = """SELECT 'twice', about FROM stands WHERE what = 'answer' GROUP BY about HAVING count(*) > 1"""
"""What a line took beside its sums is adjusted once."""

_PAST = """SELECT 'past', q.ref FROM (
    SELECT s.ref, s.adjust_satang AS step, s.found_satang AS named, l.amount_satang
      - sum(s.adjust_satang) OVER (PARTITION BY s.about ORDER BY s.entry_id) AS comes_to
    FROM stands s JOIN payout_line l ON l.ref = s.about WHERE s.what = 'sum') q
  WHERE NOT (q.comes_to BETWEEN q.named AND q.comes_to + q.step
             OR q.comes_to BETWEEN q.comes_to + q.step AND q.named)"""
"""Each adjustment goes from where the one before left the book toward what the bank named, and not past it."""

_ADJUSTED = (
    _NO_ENTRY, _NOT_PAID, _ALL_BACK, _MORE_THAN_PAID, _OTHER_SUMS, _TOO_MUCH_IN, _BACK_ANOTHER_WAY, _TWICE, _PAST,
)  # fmt: skip
"""What is asked of what stands adjusted; each names the line or the difference that breaks it."""
