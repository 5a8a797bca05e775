-- Money that comes in, on SQLite: two more places of a fund's book, events kept once for ever, differences kept as found.

DROP TRIGGER ledger_account_opens;

CREATE TRIGGER ledger_account_opens BEFORE INSERT ON ledger_account
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id OR code = NEW.code)
      THEN RAISE(ABORT, 'ledger: the account is open')
    WHEN NEW.balance_satang <> 0 OR NEW.last_entry_id IS NOT NULL
      THEN RAISE(ABORT, 'ledger: an account opens empty')
    WHEN (NEW.role, NEW.kind, NEW.side, NEW.owner_type) NOT IN (VALUES
        ('cash', 'asset', 1, 'fund'), ('available', 'equity', -1, 'fund'), ('reserved', 'equity', -1, 'fund'),
        ('transit', 'liability', -1, 'fund'), ('payable', 'liability', -1, 'youth'),
        ('clearing', 'asset', 1, 'fund'), ('shortfall', 'asset', 1, 'fund'))
      OR (NEW.floor_satang IS NULL) <> (NEW.role = 'clearing') OR NEW.floor_satang < 0
      THEN RAISE(ABORT, 'ledger: no such kind of account')
  END;
END;

CREATE TRIGGER service_event_told_once BEFORE INSERT ON service_event
WHEN EXISTS (SELECT 1 FROM service_event WHERE id = NEW.id)
BEGIN SELECT RAISE(IGNORE); END;

CREATE TRIGGER service_event_kept BEFORE UPDATE ON service_event
WHEN OLD.outcome <> 'waiting' OR NEW.id <> OLD.id OR NEW.type <> OLD.type OR NEW.told_at <> OLD.told_at
  OR NEW.received_at <> OLD.received_at OR NEW.digest <> OLD.digest OR NEW.facts <> OLD.facts
BEGIN SELECT RAISE(ABORT, 'payments: an event is kept as it was told'); END;

CREATE TRIGGER service_event_stays BEFORE DELETE ON service_event
BEGIN SELECT RAISE(ABORT, 'payments: an event is kept for ever'); END;

CREATE TRIGGER difference_kept BEFORE UPDATE ON difference
WHEN OLD.state IN ('matched', 'adjusted', 'explained') OR NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.key <> OLD.key
  OR NEW.kind <> OLD.kind OR NEW.about <> OLD.about OR NEW.expected_satang IS NOT OLD.expected_satang
  OR NEW.found_satang IS NOT OLD.found_satang OR NEW.detail <> OLD.detail OR NEW.found_at <> OLD.found_at
  OR NEW.fund_id IS NOT OLD.fund_id
BEGIN SELECT RAISE(ABORT, 'payments: a difference is kept as it was found'); END;

CREATE TRIGGER difference_stays BEFORE DELETE ON difference
BEGIN SELECT RAISE(ABORT, 'payments: a difference stays'); END;

CREATE TRIGGER ledger_anchor_kept BEFORE UPDATE ON ledger_anchor
BEGIN SELECT RAISE(ABORT, 'ledger: an anchor is kept'); END;

CREATE TRIGGER ledger_anchor_stays BEFORE DELETE ON ledger_anchor
BEGIN SELECT RAISE(ABORT, 'ledger: an anchor is kept'); END;
