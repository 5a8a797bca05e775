-- The functions of 10_ledger and, with them, the triggers that call them.
DROP FUNCTION payout_item_guard, payout_line_guard, ledger_book_follows, ledger_opens_empty, ledger_account_stays,
  ledger_posting_moves, ledger_entry_chains, ledger_entry_judged, ledger_refuse CASCADE;
DROP FUNCTION ledger_judge(bigint);
DROP FUNCTION ledger_post(text, text, text, bigint, text, text, text, bigint, timestamptz, bytea, bytea, text[], bigint[]);
