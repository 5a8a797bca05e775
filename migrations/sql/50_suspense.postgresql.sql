-- What belongs to no fund yet, on PostgreSQL: a book of its own, and ways out of it that stay as they were decided.

CREATE OR REPLACE FUNCTION ledger_opens_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'ledger_book' THEN
    IF NEW.seq <> 0 OR NEW.hash <> decode(repeat('00', 32), 'hex') THEN
      RAISE EXCEPTION 'ledger: a book opens empty' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.balance_satang <> 0 OR NEW.last_entry_id IS NOT NULL THEN
    RAISE EXCEPTION 'ledger: an account opens empty' USING ERRCODE = 'check_violation';
  ELSIF (NEW.role, NEW.kind, NEW.side, NEW.owner_type) NOT IN (
      ('cash', 'asset', 1, 'fund'), ('available', 'equity', -1, 'fund'), ('reserved', 'equity', -1, 'fund'),
      ('transit', 'liability', -1, 'fund'), ('payable', 'liability', -1, 'youth'),
      ('clearing', 'asset', 1, 'fund'), ('shortfall', 'asset', 1, 'fund'), ('cash', 'asset', 1, 'platform'),
      ('clearing', 'asset', 1, 'platform'), ('suspense', 'liability', -1, 'platform'))
    OR (NEW.floor_satang IS NULL) <> (NEW.role = 'clearing' OR NEW.owner_type = 'platform') OR NEW.floor_satang < 0
  THEN
    RAISE EXCEPTION 'ledger: no such kind of account' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION suspense_exit_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'proposed' OR
      (NEW.id, NEW.ref, NEW.difference_id, NEW.way, NEW.place, NEW.fund_id, NEW.amount_satang, NEW.sent_ref, NEW.reason,
       NEW.proposed_by_id, NEW.proposed_at) IS DISTINCT FROM
      (OLD.id, OLD.ref, OLD.difference_id, OLD.way, OLD.place, OLD.fund_id, OLD.amount_satang, OLD.sent_ref, OLD.reason,
       OLD.proposed_by_id, OLD.proposed_at) THEN
    RAISE EXCEPTION 'payments: a way out of suspense is kept as it was proposed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER suspense_exit_kept BEFORE UPDATE ON suspense_exit
  FOR EACH ROW EXECUTE FUNCTION suspense_exit_kept();
CREATE TRIGGER suspense_exit_stays BEFORE DELETE OR TRUNCATE ON suspense_exit
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a way out of suspense stays');
