-- Papers behind gifts, on SQLite: added, never exchanged and never taken away.

CREATE TRIGGER gift_document_kept BEFORE UPDATE ON gift_document
BEGIN SELECT RAISE(ABORT, 'payments: a document is kept as it was added'); END;

CREATE TRIGGER gift_document_stays BEFORE DELETE ON gift_document
BEGIN SELECT RAISE(ABORT, 'payments: a document stays'); END;
