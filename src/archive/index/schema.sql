-- Whatever stands here stands in the bags as well: the index may be thrown away at any time.
-- A *_key is its column as it is compared: without diacritics, in small letters, words apart by spaces.

CREATE TABLE dossiers (
  id INTEGER PRIMARY KEY,
  year INTEGER NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  maintenance TEXT NOT NULL,
  ended TEXT,
  UNIQUE (year, name)
) STRICT;

CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  dossier INTEGER NOT NULL REFERENCES dossiers (id),
  path TEXT NOT NULL,
  kind TEXT NOT NULL,
  kind_key TEXT NOT NULL,
  number TEXT,
  number_key TEXT,
  symbol TEXT,
  symbol_key TEXT,
  issued TEXT,
  organ TEXT NOT NULL,
  organ_key TEXT NOT NULL,
  subject TEXT NOT NULL,
  pages INTEGER NOT NULL,
  sha512 TEXT NOT NULL,
  -- Of what thidua made of the paper, before it was signed; none of a scan.
  base TEXT,
  UNIQUE (dossier, path)
) STRICT;

CREATE INDEX documents_by_number ON documents (number_key, symbol_key);
CREATE INDEX documents_by_day ON documents (issued);
CREATE INDEX documents_by_file ON documents (sha512);
CREATE INDEX documents_by_base ON documents (base);

-- Files whose place a paper of a dossier has taken: the same paper, signed further.
CREATE TABLE replaced (
  dossier INTEGER NOT NULL REFERENCES dossiers (id),
  sha512 TEXT NOT NULL
) STRICT;

CREATE INDEX replaced_by_file ON replaced (sha512);
CREATE INDEX replaced_by_dossier ON replaced (dossier);

-- Words as written and without diacritics; the words themselves are not stored a second time.
CREATE VIRTUAL TABLE words USING fts5 (
  exact, folded,
  content = '', contentless_delete = 1, prefix = '1 2 3',
  tokenize = 'unicode61 remove_diacritics 0'
);
