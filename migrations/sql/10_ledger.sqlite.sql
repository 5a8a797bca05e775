-- The ledger's last judge on SQLite.
--
-- Writers are one at a time here (BEGIN IMMEDIATE), so an entry is built and then sealed: its postings come first,
-- each moving the balance of its account, and the entry row comes last and closes it. The entry row is refused
-- unless its postings are as many as it says, sum to zero and lie in its book; a posting to a sealed entry is
-- refused; postings that no entry seals fail at commit, because their foreign key is deferred to it. Checks that
-- must hold under INSERT OR REPLACE and OR IGNORE use RAISE(ABORT), which neither of them can soften.

CREATE TRIGGER ledger_posting_before BEFORE INSERT ON ledger_posting
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id)
      THEN RAISE(ABORT, 'ledger: the entry is sealed')
    WHEN EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.entry_id AND line_no = NEW.line_no)
      THEN RAISE(ABORT, 'ledger: the line is written')
    WHEN NOT EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.account_id)
      THEN RAISE(ABORT, 'ledger: no such account')
    WHEN typeof(NEW.amount_satang) <> 'integer' OR NEW.amount_satang = 0
      THEN RAISE(ABORT, 'ledger: an amount is whole satang and not zero')
  END;
END;

CREATE TRIGGER ledger_posting_after AFTER INSERT ON ledger_posting
BEGIN
  UPDATE ledger_account
     SET balance_satang = balance_satang + side * NEW.amount_satang, last_entry_id = NEW.entry_id
   WHERE id = NEW.account_id;
END;

CREATE TRIGGER ledger_entry_before BEFORE INSERT ON ledger_entry
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id OR key = NEW.key)
      OR (NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_entry WHERE reverses_id = NEW.reverses_id))
      THEN RAISE(ABORT, 'ledger: the entry is written')
    WHEN NOT EXISTS (SELECT 1 FROM ledger_book WHERE id = NEW.book_id AND seq = NEW.seq - 1 AND hash = NEW.prev_hash)
      THEN RAISE(ABORT, 'ledger: the entry is not the next of its book')
  END;
  SELECT CASE
    WHEN count(*) <> NEW.line_count THEN RAISE(ABORT, 'ledger: lines are missing or too many')
    WHEN sum(p.amount_satang) <> 0 THEN RAISE(ABORT, 'ledger: the entry does not balance')
    WHEN sum(a.book_id <> NEW.book_id) > 0 THEN RAISE(ABORT, 'ledger: an account of another book')
    WHEN count(DISTINCT CASE a.owner_type WHEN 'youth' THEN a.id END) > 1
      OR (sum(a.owner_type = 'youth') > 0 AND sum(a.owner_type NOT IN ('youth', 'fund')) > 0)
      THEN RAISE(ABORT, 'ledger: a youth deals with the fund alone')
  END
  FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
  WHERE p.entry_id = NEW.id;
END;

CREATE TRIGGER ledger_entry_mirrors BEFORE INSERT ON ledger_entry WHEN NEW.reverses_id IS NOT NULL
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.reverses_id AND reverses_id IS NOT NULL)
      THEN RAISE(ABORT, 'ledger: a reversal is not reversed')
    WHEN EXISTS (
      SELECT 1 FROM ledger_posting WHERE entry_id IN (NEW.id, NEW.reverses_id)
      GROUP BY account_id HAVING sum(amount_satang) <> 0
    ) THEN RAISE(ABORT, 'ledger: a reversal mirrors its entry')
  END;
END;

CREATE TRIGGER ledger_entry_after AFTER INSERT ON ledger_entry
BEGIN
  UPDATE ledger_book SET seq = NEW.seq, hash = NEW.hash WHERE id = NEW.book_id;
END;

CREATE TRIGGER ledger_entry_not_updated BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger: entries are append-only'); END;

CREATE TRIGGER ledger_entry_not_deleted BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger: entries are append-only'); END;

CREATE TRIGGER ledger_posting_not_updated BEFORE UPDATE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'ledger: postings are append-only'); END;

CREATE TRIGGER ledger_posting_not_deleted BEFORE DELETE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'ledger: postings are append-only'); END;

CREATE TRIGGER ledger_account_opens BEFORE INSERT ON ledger_account
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id OR code = NEW.code)
      THEN RAISE(ABORT, 'ledger: the account is open')
    WHEN NEW.balance_satang <> 0 OR NEW.last_entry_id IS NOT NULL
      THEN RAISE(ABORT, 'ledger: an account opens empty')
    WHEN (NEW.role, NEW.kind, NEW.side, NEW.owner_type) NOT IN (VALUES
        ('cash', 'asset', 1, 'fund'), ('available', 'equity', -1, 'fund'), ('reserved', 'equity', -1, 'fund'),
        ('transit', 'liability', -1, 'fund'), ('payable', 'liability', -1, 'youth'))
      OR NEW.floor_satang IS NULL OR NEW.floor_satang < 0
      THEN RAISE(ABORT, 'ledger: no such kind of account')
  END;
END;

CREATE TRIGGER ledger_account_balance BEFORE UPDATE ON ledger_account
BEGIN
  SELECT CASE
    WHEN NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.code <> OLD.code OR NEW.kind <> OLD.kind
      OR NEW.role <> OLD.role OR NEW.side <> OLD.side OR NEW.owner_type <> OLD.owner_type
      OR NEW.owner_id <> OLD.owner_id OR NEW.floor_satang IS NOT OLD.floor_satang
      THEN RAISE(ABORT, 'ledger: an account stays what it is')
    WHEN NEW.last_entry_id IS NULL OR EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.last_entry_id)
      OR NOT EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.last_entry_id AND account_id = NEW.id)
      THEN RAISE(ABORT, 'ledger: a balance moves by postings alone')
    WHEN NEW.floor_satang IS NOT NULL AND NEW.balance_satang < NEW.floor_satang
      THEN RAISE(ABORT, 'ledger: the account would go below its floor')
  END;
END;

CREATE TRIGGER ledger_account_not_deleted BEFORE DELETE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'ledger: accounts stay'); END;

CREATE TRIGGER ledger_book_opens BEFORE INSERT ON ledger_book
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM ledger_book WHERE id = NEW.id OR code = NEW.code)
      THEN RAISE(ABORT, 'ledger: the book is open')
    WHEN NEW.seq <> 0 OR NEW.hash <> zeroblob(32) THEN RAISE(ABORT, 'ledger: a book opens empty')
  END;
END;

CREATE TRIGGER ledger_book_follows BEFORE UPDATE ON ledger_book
BEGIN
  SELECT CASE
    WHEN NEW.id <> OLD.id OR NEW.code <> OLD.code OR NEW.seq <> OLD.seq + 1 OR NOT EXISTS (
      SELECT 1 FROM ledger_entry
      WHERE book_id = OLD.id AND seq = NEW.seq AND prev_hash = OLD.hash AND hash = NEW.hash
    ) THEN RAISE(ABORT, 'ledger: a book follows its entries')
  END;
END;

CREATE TRIGGER ledger_book_not_deleted BEFORE DELETE ON ledger_book
BEGIN SELECT RAISE(ABORT, 'ledger: books stay'); END;

CREATE TRIGGER payout_line_ends_once BEFORE UPDATE ON payout_line
BEGIN
  SELECT CASE
    WHEN OLD.outcome <> 'pending' THEN RAISE(ABORT, 'payout: a line ends once')
    WHEN NEW.outcome <> 'pending'
      AND NOT EXISTS (SELECT 1 FROM payout_batch WHERE id = OLD.batch_id AND state = 'released')
      THEN RAISE(ABORT, 'payout: a line ends after release')
    WHEN (NEW.batch_id <> OLD.batch_id OR NEW.youth_id <> OLD.youth_id OR NEW.amount_satang <> OLD.amount_satang)
      AND NOT EXISTS (SELECT 1 FROM payout_batch WHERE id = OLD.batch_id AND state = 'open')
      THEN RAISE(ABORT, 'payout: a locked batch keeps its lines')
  END;
END;

CREATE TRIGGER payout_line_added BEFORE INSERT ON payout_line
WHEN NOT EXISTS (SELECT 1 FROM payout_batch WHERE id = NEW.batch_id AND state = 'open')
BEGIN SELECT RAISE(ABORT, 'payout: a locked batch keeps its lines'); END;

CREATE TRIGGER payout_line_removed BEFORE DELETE ON payout_line
WHEN NOT EXISTS (SELECT 1 FROM payout_batch WHERE id = OLD.batch_id AND state = 'open')
BEGIN SELECT RAISE(ABORT, 'payout: a locked batch keeps its lines'); END;

CREATE TRIGGER payout_item_added BEFORE INSERT ON payout_item
WHEN NOT EXISTS (
  SELECT 1 FROM payout_line l JOIN payout_batch b ON b.id = l.batch_id WHERE l.id = NEW.line_id AND b.state = 'open'
)
BEGIN SELECT RAISE(ABORT, 'payout: a locked batch keeps its lines'); END;

CREATE TRIGGER payout_item_kept BEFORE UPDATE ON payout_item
BEGIN SELECT RAISE(ABORT, 'payout: a locked batch keeps its lines'); END;

CREATE TRIGGER payout_item_removed BEFORE DELETE ON payout_item
WHEN NOT EXISTS (
  SELECT 1 FROM payout_line l JOIN payout_batch b ON b.id = l.batch_id WHERE l.id = OLD.line_id AND b.state = 'open'
)
BEGIN SELECT RAISE(ABORT, 'payout: a locked batch keeps its lines'); END;
