-- Ways out of suspense stay as they were decided, on SQLite, also against which other sum.

CREATE TRIGGER suspense_exit_kept BEFORE UPDATE ON suspense_exit
WHEN OLD.state <> 'proposed' OR NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.difference_id <> OLD.difference_id
  OR NEW.way <> OLD.way OR NEW.place <> OLD.place OR NEW.fund_id IS NOT OLD.fund_id
  OR NEW.against_id IS NOT OLD.against_id
  OR NEW.amount_satang <> OLD.amount_satang OR NEW.sent_ref <> OLD.sent_ref OR NEW.reason <> OLD.reason
  OR NEW.proposed_by_id IS NOT OLD.proposed_by_id OR NEW.proposed_at <> OLD.proposed_at
BEGIN SELECT RAISE(ABORT, 'payments: a way out of suspense is kept as it was proposed'); END;

CREATE TRIGGER suspense_exit_stays BEFORE DELETE ON suspense_exit
BEGIN SELECT RAISE(ABORT, 'payments: a way out of suspense stays'); END;
