-- Searching on PostgreSQL: words parted by us (Thai has no spaces), letters for parts of words, and a list of spellings.
--
-- Vectors are written by us, word by word, so that no parser breaks a Thai word at its vowels.

CREATE TABLE search_words (
  opportunity_id bigint PRIMARY KEY,
  words tsvector NOT NULL,
  letters text NOT NULL
);

CREATE INDEX search_words_words ON search_words USING gin (words);

CREATE TABLE search_spelling (
  spelling text NOT NULL,
  word text NOT NULL,
  PRIMARY KEY (spelling, word)
);

-- Letters are found without the extension too, only by reading every row.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX search_words_letters ON search_words USING gin (letters gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'without pg_trgm: %', SQLERRM;
END $$;
