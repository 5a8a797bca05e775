-- Balances of bank statements, on PostgreSQL: a correction is another row, and nothing written is changed or taken away.

CREATE TRIGGER bank_balance_kept BEFORE UPDATE ON bank_balance
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the balance of a statement is kept as it was written');
CREATE TRIGGER bank_balance_stays BEFORE DELETE OR TRUNCATE ON bank_balance
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the balance of a statement stays');
CREATE TRIGGER bank_balance_file_kept BEFORE UPDATE ON bank_balance_file
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a statement is kept as it was added');
CREATE TRIGGER bank_balance_file_stays BEFORE DELETE OR TRUNCATE ON bank_balance_file
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a statement stays');
