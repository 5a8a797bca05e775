-- Searching on SQLite: words parted by us (Thai has no spaces), letters for parts of words, and a list of spellings.
--
-- Marks that belong to a Thai letter are letters too, or every word would break at its vowels.

CREATE VIRTUAL TABLE search_words USING fts5(
  title, body, detail = column, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);

CREATE VIRTUAL TABLE search_letters USING fts5(letters, detail = none, tokenize = 'trigram');

CREATE TABLE search_spelling (
  spelling text NOT NULL,
  word text NOT NULL,
  PRIMARY KEY (spelling, word)
) WITHOUT ROWID;
