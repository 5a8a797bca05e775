-- Ways out of suspense stay as they were decided, on PostgreSQL, also against which other sum.

CREATE OR REPLACE FUNCTION suspense_exit_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'proposed' OR
      (NEW.id, NEW.ref, NEW.difference_id, NEW.way, NEW.place, NEW.fund_id, NEW.against_id, NEW.amount_satang,
       NEW.sent_ref, NEW.reason, NEW.proposed_by_id, NEW.proposed_at) IS DISTINCT FROM
      (OLD.id, OLD.ref, OLD.difference_id, OLD.way, OLD.place, OLD.fund_id, OLD.against_id, OLD.amount_satang,
       OLD.sent_ref, OLD.reason, OLD.proposed_by_id, OLD.proposed_at) THEN
    RAISE EXCEPTION 'payments: a way out of suspense is kept as it was proposed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER suspense_exit_kept BEFORE UPDATE ON suspense_exit
  FOR EACH ROW EXECUTE FUNCTION suspense_exit_kept();
CREATE TRIGGER suspense_exit_stays BEFORE DELETE OR TRUNCATE ON suspense_exit
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a way out of suspense stays');
