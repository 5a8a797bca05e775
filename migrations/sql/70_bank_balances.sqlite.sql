-- Balances of bank statements, on SQLite: a correction is another row, and nothing written is changed or taken away.

CREATE TRIGGER bank_balance_kept BEFORE UPDATE ON bank_balance
BEGIN SELECT RAISE(ABORT, 'payments: the balance of a statement is kept as it was written'); END;

CREATE TRIGGER bank_balance_stays BEFORE DELETE ON bank_balance
BEGIN SELECT RAISE(ABORT, 'payments: the balance of a statement stays'); END;

CREATE TRIGGER bank_balance_file_kept BEFORE UPDATE ON bank_balance_file
BEGIN SELECT RAISE(ABORT, 'payments: a statement is kept as it was added'); END;

CREATE TRIGGER bank_balance_file_stays BEFORE DELETE ON bank_balance_file
BEGIN SELECT RAISE(ABORT, 'payments: a statement stays'); END;
