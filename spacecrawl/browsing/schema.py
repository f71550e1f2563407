"""The tables of ``browse.db``: what is made of ``articles.jsonl`` for search, facets and pages.

Everything here can be made again from the data folders; a database of another version is emptied and filled anew.
"""

from __future__ import annotations

from spacecrawl.exporting.columns import COLUMNS
from spacecrawl.exporting.sqlite import TYPES

VERSION = 1
"""Kept as ``PRAGMA user_version``."""

SEARCHED = ("title", "byline", "dateline_text", "body", "captions", "sidebar_texts")
"""Columns of ``articles`` that are searched, in the order of ``search``."""

WEIGHTS = (8.0, 4.0, 4.0, 1.0, 1.0, 0.5)
"""What a word counts by column, for bm25: one in the headline as much as eight in the body."""

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Words without case and accents, English ones by their stems: `launches` finds `launched`."""

_COLUMNS = ",\n    ".join(f'"{column}" {TYPES.get(column, "TEXT")}' for column in COLUMNS)
_SEARCHED = ", ".join(SEARCHED)
_NEW, _OLD = (", ".join(f"{row}.{column}" for column in SEARCHED) for row in ("new", "old"))

SCHEMA = f"""
-- The newest version of each article: the columns of an export, then what only the search needs.
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    {_COLUMNS},
    captions TEXT,       -- of its images, a line each
    sidebar_texts TEXT   -- titles and bodies of its sidebars
);
CREATE UNIQUE INDEX articles_id ON articles (id);
CREATE INDEX articles_url ON articles (url);
CREATE INDEX articles_duplicate_of ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE VIRTUAL TABLE search USING fts5 (
    {_SEARCHED}, content = 'articles', content_rowid = 'number', tokenize = '{TOKENIZER}'
);
CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
    INSERT INTO search (rowid, {_SEARCHED}) VALUES (new.number, {_NEW});
END;
CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
    INSERT INTO search (search, rowid, {_SEARCHED}) VALUES ('delete', old.number, {_OLD});
END;

-- What articles are counted and narrowed down by: rows of some 100 bytes, where those of articles have some 4,000.
CREATE TABLE filings (
    number INTEGER PRIMARY KEY,  -- of the article
    id TEXT,
    story TEXT,      -- id of the first record of the same text, over several steps of duplicate_of
    repeats INTEGER, -- 1 where it nearly repeats an earlier record
    date TEXT,       -- the article's own day
    month TEXT,
    site TEXT,
    host TEXT,
    section TEXT,
    agency TEXT,     -- of the dateline, in full where known, else of the byline
    country TEXT,    -- of the dateline
    place TEXT,      -- city of the dateline in ordinary spelling, else as printed
    day TEXT,        -- the dateline's, else the article's own
    addresses INTEGER, -- on how many the article stands
    lag INTEGER,     -- days from the dateline's day to that of publication, where the page states both
    parser TEXT,
    confidence REAL
);
CREATE INDEX filings_date ON filings (date);
CREATE INDEX filings_month ON filings (month);
CREATE INDEX filings_site ON filings (site);
CREATE INDEX filings_section ON filings (section);
CREATE INDEX filings_agency ON filings (agency);
CREATE INDEX filings_country ON filings (country);
CREATE INDEX filings_story ON filings (story);
CREATE INDEX filings_id ON filings (id);

CREATE TABLE authors (
    author TEXT NOT NULL,
    number INTEGER NOT NULL,  -- of the article
    kind TEXT,
    role TEXT,
    agency TEXT,
    PRIMARY KEY (author, number)
) WITHOUT ROWID;
CREATE INDEX authors_number ON authors (number);

-- Where each field of an article came from.
CREATE TABLE provenance (
    number INTEGER NOT NULL,
    field TEXT NOT NULL,
    origin TEXT,
    PRIMARY KEY (number, field)
) WITHOUT ROWID;

-- Every line of articles.jsonl: where a version stands.
CREATE TABLE versions (
    id TEXT NOT NULL,
    folder INTEGER NOT NULL,
    begin INTEGER NOT NULL,   -- offset in the file, bytes
    length INTEGER NOT NULL,
    version INTEGER,
    revised_by TEXT,
    fetched_at TEXT NOT NULL, -- '' where no time is known
    PRIMARY KEY (id, folder, begin)
) WITHOUT ROWID;

-- How much of each articles.jsonl is in these tables.
CREATE TABLE folders (
    folder INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    end INTEGER NOT NULL,
    last_begin INTEGER NOT NULL, -- of the last line taken: where it is another now, the file was replaced
    last_hash TEXT NOT NULL
);
"""  # noqa: S608 - names of columns

TABLES = ("search", "articles", "filings", "authors", "provenance", "versions", "folders")
