-- Papers behind gifts, on PostgreSQL: added, never exchanged and never taken away.

CREATE TRIGGER gift_document_kept BEFORE UPDATE ON gift_document
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a document is kept as it was added');
CREATE TRIGGER gift_document_stays BEFORE DELETE OR TRUNCATE ON gift_document
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('a document stays');
