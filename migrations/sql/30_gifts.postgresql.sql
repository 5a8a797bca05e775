-- Money that comes in, on PostgreSQL: two more places of a fund's book, events kept once for ever, differences kept as
-- found.

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
      ('clearing', 'asset', 1, 'fund'), ('shortfall', 'asset', 1, 'fund'))
    OR (NEW.floor_satang IS NULL) <> (NEW.role = 'clearing') OR NEW.floor_satang < 0
  THEN
    RAISE EXCEPTION 'ledger: no such kind of account' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION service_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome <> 'waiting' OR (NEW.id, NEW.type, NEW.told_at, NEW.received_at, NEW.digest, NEW.facts::text)
      IS DISTINCT FROM (OLD.id, OLD.type, OLD.told_at, OLD.received_at, OLD.digest, OLD.facts::text) THEN
    RAISE EXCEPTION 'payments: an event is kept as it was told' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION difference_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('matched', 'adjusted', 'explained') OR
      (NEW.id, NEW.ref, NEW.key, NEW.kind, NEW.about, NEW.expected_satang, NEW.found_satang, NEW.detail, NEW.found_at,
       NEW.fund_id) IS DISTINCT FROM
      (OLD.id, OLD.ref, OLD.key, OLD.kind, OLD.about, OLD.expected_satang, OLD.found_satang, OLD.detail, OLD.found_at,
       OLD.fund_id) THEN
    RAISE EXCEPTION 'payments: a difference is kept as it was found' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER service_event_kept BEFORE UPDATE ON service_event
  FOR EACH ROW EXECUTE FUNCTION service_event_kept();
CREATE TRIGGER service_event_stays BEFORE DELETE OR TRUNCATE ON service_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('an event is kept for ever');
CREATE TRIGGER difference_kept BEFORE UPDATE ON difference
  FOR EACH ROW EXECUTE FUNCTION difference_kept();
CREATE TRIGGER difference_stays BEFORE DELETE OR TRUNCATE ON difference
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a difference stays');
CREATE TRIGGER ledger_anchor_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_anchor
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('an anchor is kept');
