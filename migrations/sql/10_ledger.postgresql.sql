-- The ledger's last judge on PostgreSQL.
--
-- An entry row locks and moves its book's head, so entries of one book follow one another. All its postings come
-- in one statement after it, which moves the balances and is judged at once: as many lines as the entry says, sum
-- zero, one book. An entry whose postings never came is refused at commit by a deferred constraint trigger; a later
-- posting to a written entry makes its lines too many and is refused.

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: %', split_part(TG_TABLE_NAME, '_', 1), TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;

-- The whole key is asked for: a search by half of it is planned as a scan while the table is small, and stays one.
CREATE FUNCTION ledger_entry_judged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.id AND line_no = 0) THEN
    RAISE EXCEPTION 'ledger: lines are missing or too many' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_entry_chains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ledger_book SET seq = NEW.seq, hash = NEW.hash
   WHERE id = NEW.book_id AND seq = NEW.seq - 1 AND hash = NEW.prev_hash;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'ledger: the entry is not the next of its book' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

-- Row by row and by primary key alone, so that no plan made for small tables grows slow with them.
CREATE FUNCTION ledger_posting_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  line record; a record; e record;
  entry bigint; written bigint; lines bigint := 0; total numeric := 0; youths int := 0; others int := 0;
  books bigint[] := '{}';
BEGIN
  FOR line IN SELECT entry_id, account_id, amount_satang FROM fresh LOOP
    IF entry <> line.entry_id THEN
      RAISE EXCEPTION 'ledger: one entry at a time' USING ERRCODE = 'check_violation';
    END IF;
    entry := line.entry_id;
    UPDATE ledger_account
       SET balance_satang = balance_satang + side * line.amount_satang, last_entry_id = entry
     WHERE id = line.account_id RETURNING owner_type, book_id INTO a;
    lines := lines + 1;
    total := total + line.amount_satang;
    books := books || a.book_id;
    IF a.owner_type = 'youth' THEN
      youths := youths + 1;
    ELSIF a.owner_type <> 'fund' THEN
      others := others + 1;
    END IF;
  END LOOP;
  IF lines = 0 THEN RETURN NULL; END IF;
  SELECT book_id, line_count, reverses_id INTO e FROM ledger_entry WHERE id = entry;
  SELECT count(*) INTO written FROM ledger_posting WHERE entry_id = entry;
  IF e.line_count IS NULL OR lines <> e.line_count OR written <> e.line_count THEN
    RAISE EXCEPTION 'ledger: lines are missing or too many' USING ERRCODE = 'check_violation';
  ELSIF total <> 0 THEN
    RAISE EXCEPTION 'ledger: the entry does not balance' USING ERRCODE = 'check_violation';
  ELSIF NOT books <@ ARRAY[e.book_id] THEN
    RAISE EXCEPTION 'ledger: an account of another book' USING ERRCODE = 'check_violation';
  ELSIF youths > 1 OR (youths > 0 AND others > 0) THEN
    RAISE EXCEPTION 'ledger: a youth deals with the fund alone' USING ERRCODE = 'check_violation';
  ELSIF e.reverses_id IS NOT NULL THEN
    PERFORM ledger_mirrors(entry, e.reverses_id);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_mirrors(entry bigint, undone bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_entry WHERE id = undone AND reverses_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id IN (entry, undone)
               GROUP BY account_id HAVING sum(amount_satang) <> 0)
  THEN
    RAISE EXCEPTION 'ledger: a reversal mirrors its entry' USING ERRCODE = 'check_violation';
  END IF;
END $$;

CREATE FUNCTION ledger_opens_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'ledger_book' THEN
    IF NEW.seq <> 0 OR NEW.hash <> decode(repeat('00', 32), 'hex') THEN
      RAISE EXCEPTION 'ledger: a book opens empty' USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.balance_satang <> 0 OR NEW.last_entry_id IS NOT NULL THEN
    RAISE EXCEPTION 'ledger: an account opens empty' USING ERRCODE = 'check_violation';
  ELSIF (NEW.role, NEW.kind, NEW.side, NEW.owner_type) NOT IN (
      ('cash', 'asset', 1, 'fund'), ('available', 'equity', -1, 'fund'), ('reserved', 'equity', -1, 'fund'),
      ('transit', 'liability', -1, 'fund'), ('payable', 'liability', -1, 'youth'))
    OR NEW.floor_satang IS NULL OR NEW.floor_satang < 0
  THEN
    RAISE EXCEPTION 'ledger: no such kind of account' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- The rows every payment touches: room on their page keeps their many versions together.
ALTER TABLE ledger_book SET (fillfactor = 20);
ALTER TABLE ledger_account SET (fillfactor = 50);

CREATE TRIGGER ledger_entry_chains AFTER INSERT ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_entry_chains();
CREATE CONSTRAINT TRIGGER ledger_entry_judged AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_judged();
CREATE TRIGGER ledger_posting_moves AFTER INSERT ON ledger_posting
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_posting_moves();
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('entries are append-only');
CREATE TRIGGER ledger_posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('postings are append-only');
CREATE TRIGGER ledger_account_opens BEFORE INSERT ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_opens_empty();
CREATE TRIGGER ledger_account_stays BEFORE UPDATE OF id, book_id, code, kind, role, side, owner_type, owner_id,
  floor_satang ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('an account stays what it is');
CREATE TRIGGER ledger_account_balance BEFORE UPDATE ON ledger_account FOR EACH STATEMENT
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse('a balance moves by postings alone');
CREATE TRIGGER ledger_account_not_deleted BEFORE DELETE OR TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('accounts stay');
CREATE TRIGGER ledger_book_opens BEFORE INSERT ON ledger_book
  FOR EACH ROW EXECUTE FUNCTION ledger_opens_empty();
CREATE TRIGGER ledger_book_follows BEFORE UPDATE ON ledger_book FOR EACH STATEMENT
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse('a book follows its entries');
CREATE TRIGGER ledger_book_not_deleted BEFORE DELETE OR TRUNCATE ON ledger_book
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('books stay');

-- One round trip for one entry. The book is locked first, so what is read after it is the newest, and nothing is
-- written unless everything is in order: verdict is posted, replayed, differs, unknown (a code of no account of
-- this book) or short (an account would go below its floor). Codes are parted by line ends, amounts by commas.
CREATE FUNCTION ledger_post(
  in_book text, in_kind text, in_key text, in_reverses bigint, in_cause_type text, in_cause_ref text, in_note text,
  in_actor bigint, in_at timestamptz, in_content bytea, in_stamped bytea, in_codes text, in_amounts text,
  OUT verdict text, OUT entry_id bigint, OUT entry_seq bigint, OUT entry_hash bytea
) LANGUAGE plpgsql AS $$
DECLARE
  b ledger_book%ROWTYPE;
  codes text[] := string_to_array(in_codes, E'\n');
  amounts bigint[] := string_to_array(in_amounts, ',')::bigint[];
  accounts bigint[] := '{}'; account bigint; short boolean; written bytea;
BEGIN
  SELECT * INTO b FROM ledger_book WHERE code = in_book FOR UPDATE;
  IF NOT FOUND THEN verdict := 'unknown'; RETURN; END IF;
  SELECT id, seq, hash, content_hash INTO entry_id, entry_seq, entry_hash, written FROM ledger_entry WHERE key = in_key;
  IF FOUND THEN
    verdict := CASE WHEN written = in_content THEN 'replayed' ELSE 'differs' END;
    RETURN;
  END IF;
  FOR i IN 1 .. cardinality(codes) LOOP
    SELECT id, floor_satang IS NOT NULL AND balance_satang + side * amounts[i] < floor_satang INTO account, short
      FROM ledger_account WHERE code = codes[i] AND book_id = b.id;
    IF NOT FOUND THEN verdict := 'unknown'; RETURN; END IF;
    IF short THEN verdict := 'short'; RETURN; END IF;
    accounts := accounts || account;
  END LOOP;
  entry_seq := b.seq + 1;
  entry_hash := sha256(b.hash || int8send(entry_seq) || in_stamped);
  INSERT INTO ledger_entry (book_id, seq, kind, key, reverses_id, cause_type, cause_ref, note, actor_id, at,
                            line_count, content_hash, prev_hash, hash)
    VALUES (b.id, entry_seq, in_kind, in_key, in_reverses, in_cause_type, in_cause_ref, in_note, in_actor, in_at,
            cardinality(codes), in_content, b.hash, entry_hash)
    RETURNING id INTO entry_id;
  INSERT INTO ledger_posting (entry_id, line_no, account_id, amount_satang)
    SELECT ledger_post.entry_id, n - 1, accounts[n], amounts[n] FROM generate_series(1, cardinality(accounts)) n;
  verdict := 'posted';
END $$;

CREATE FUNCTION payout_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  batch bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.batch_id ELSE OLD.batch_id END;
  stage text := (SELECT state FROM payout_batch WHERE id = batch);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.outcome <> 'pending' THEN
      RAISE EXCEPTION 'payout: a line ends once' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.outcome <> 'pending' AND stage <> 'released' THEN
      RAISE EXCEPTION 'payout: a line ends after release' USING ERRCODE = 'restrict_violation';
    ELSIF (NEW.batch_id, NEW.youth_id, NEW.amount_satang) = (OLD.batch_id, OLD.youth_id, OLD.amount_satang) THEN
      RETURN NEW;
    END IF;
  END IF;
  IF stage IS DISTINCT FROM 'open' THEN
    RAISE EXCEPTION 'payout: a locked batch keeps its lines' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION payout_item_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  line bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.line_id ELSE OLD.line_id END;
BEGIN
  IF TG_OP = 'UPDATE' OR NOT EXISTS (
    SELECT 1 FROM payout_line l JOIN payout_batch b ON b.id = l.batch_id WHERE l.id = line AND b.state = 'open'
  ) THEN
    RAISE EXCEPTION 'payout: a locked batch keeps its lines' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER payout_line_guard BEFORE INSERT OR UPDATE OR DELETE ON payout_line
  FOR EACH ROW EXECUTE FUNCTION payout_line_guard();
CREATE TRIGGER payout_item_guard BEFORE INSERT OR UPDATE OR DELETE ON payout_item
  FOR EACH ROW EXECUTE FUNCTION payout_item_guard();
