-- What belongs to no fund yet, on SQLite: a book of its own, and ways out of it that stay as they were decided.

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
        ('clearing', 'asset', 1, 'fund'), ('shortfall', 'asset', 1, 'fund'), ('cash', 'asset', 1, 'platform'),
        ('clearing', 'asset', 1, 'platform'), ('suspense', 'liability', -1, 'platform'))
      OR (NEW.floor_satang IS NULL) <> (NEW.role = 'clearing' OR NEW.owner_type = 'platform') OR NEW.floor_satang < 0
      THEN RAISE(ABORT, 'ledger: no such kind of account')
  END;
END;

CREATE TRIGGER suspense_exit_kept BEFORE UPDATE ON suspense_exit
WHEN OLD.state <> 'proposed' OR NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.difference_id <> OLD.difference_id
  OR NEW.way <> OLD.way OR NEW.place <> OLD.place OR NEW.fund_id IS NOT OLD.fund_id
  OR NEW.amount_satang <> OLD.amount_satang OR NEW.sent_ref <> OLD.sent_ref OR NEW.reason <> OLD.reason
  OR NEW.proposed_by_id IS NOT OLD.proposed_by_id OR NEW.proposed_at <> OLD.proposed_at
BEGIN SELECT RAISE(ABORT, 'payments: a way out of suspense is kept as it was proposed'); END;

CREATE TRIGGER suspense_exit_stays BEFORE DELETE ON suspense_exit
BEGIN SELECT RAISE(ABORT, 'payments: a way out of suspense stays'); END;
