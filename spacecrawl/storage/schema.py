"""The tables of ``spacecrawl.db``, and how a ledger of an older version becomes one of this."""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x53504C47
"""Marks a file as a ledger, for ``file`` and for us."""

VERSION_1 = """
-- A row a record: its newest version. Times are Unix seconds, days YYYY-MM-DD.
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,         -- in the order of their first lines in articles.jsonl
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,                  -- canonical
    source TEXT,                        -- as fetched, where that is another address
    site TEXT,
    published TEXT,
    version INTEGER NOT NULL,
    content_hash TEXT,
    also_at TEXT NOT NULL,              -- JSON list of its other addresses
    duplicate_of TEXT,
    etag TEXT,
    last_modified TEXT,
    first_seen INTEGER NOT NULL,        -- when its first version was stored
    last_seen INTEGER NOT NULL,         -- when its page was last fetched or found unchanged
    run INTEGER                         -- that stored the newest version
);
CREATE INDEX articles_by_day ON articles (site, published);

-- A row a line of articles.jsonl.
CREATE TABLE versions (
    article INTEGER NOT NULL,
    version INTEGER NOT NULL,
    offset INTEGER NOT NULL,            -- of the line's first byte
    length INTEGER NOT NULL,            -- in bytes, line end included
    PRIMARY KEY (article, version, offset)
) WITHOUT ROWID;

-- How much of articles.jsonl is known: a line's end becomes the committed length in the transaction that notes it.
CREATE TABLE articles_file (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    committed INTEGER NOT NULL,
    lines INTEGER NOT NULL
);
INSERT INTO articles_file VALUES (1, 0, 0);

-- What is known of an address, by path first: the same path on hosts of one network is one story.
CREATE TABLE addresses (
    path TEXT NOT NULL,                 -- with query
    origin TEXT NOT NULL,               -- scheme, host and port; origin || path is the address
    state TEXT NOT NULL,                -- see spacecrawl/storage/addresses.py
    site TEXT,
    article INTEGER,                    -- articles.number, where it leads to a stored article
    target TEXT,                        -- where it redirects to
    parser TEXT,                        -- name and version of the parser that found no article there
    published TEXT,                     -- day of a page that was outside the dates asked for
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (path, origin)
) WITHOUT ROWID;
CREATE INDEX addresses_without_article ON addresses (site, state) WHERE article IS NULL;

-- Pages that list stories. Validators stand beside the links that they vouch for.
CREATE TABLE index_pages (
    url TEXT PRIMARY KEY,
    site TEXT,
    reader TEXT NOT NULL,               -- what the links were read with; another reading asks for the page anew
    etag TEXT,
    last_modified TEXT,
    stories INTEGER NOT NULL,           -- how many it listed when it last listed any
    links BLOB NOT NULL,                -- JSON, zlib
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    changed INTEGER NOT NULL
) WITHOUT ROWID;

-- Near-duplicates: a text's signature, and the bands by which similar ones are found.
CREATE TABLE signatures (
    article INTEGER PRIMARY KEY,
    signature BLOB NOT NULL
);
CREATE TABLE bands (
    band INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;

CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    folder TEXT NOT NULL UNIQUE,        -- name of its folder below runs/
    command TEXT NOT NULL,
    arguments TEXT NOT NULL,            -- JSON
    started INTEGER NOT NULL,
    ended INTEGER,                      -- null while it runs, and where it was killed
    status INTEGER,
    summary TEXT                        -- JSON: counts as in run.json
);

CREATE VIEW known AS
    SELECT origin || path AS url, addresses.site, state, articles.id, articles.version, target, parser,
           datetime(addresses.first_seen, 'unixepoch') AS first_seen,
           datetime(addresses.last_seen, 'unixepoch') AS last_seen
    FROM addresses LEFT JOIN articles ON articles.number = addresses.article;
"""

VERSION_2 = """
-- A row a WARC file below archive/, in the order of their beginnings. What is known of it ends at the committed length.
CREATE TABLE archive_files (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,          -- as in archive/name
    committed INTEGER NOT NULL,
    ended INTEGER                       -- when it was ended in order; null while it is written, and after a kill
);

-- A row an answer that was kept: where its record is, of type response or revisit.
CREATE TABLE captures (
    file INTEGER NOT NULL,
    offset INTEGER NOT NULL,            -- of the first byte of its gzip member
    length INTEGER NOT NULL,            -- of that member
    url TEXT NOT NULL,                  -- as asked for
    fetched INTEGER NOT NULL,
    status INTEGER NOT NULL,
    type TEXT,                          -- Content-Type
    digest BLOB NOT NULL,               -- SHA-1 of the payload
    original_file INTEGER,              -- of a revisit: where the record is that holds the payload
    original_offset INTEGER,
    article INTEGER,                    -- articles.number, of a page that was read as that article
    PRIMARY KEY (file, offset)
) WITHOUT ROWID;
CREATE INDEX captures_by_url ON captures (url);
CREATE INDEX captures_by_digest ON captures (digest) WHERE original_file IS NULL;
CREATE INDEX captures_by_article ON captures (article) WHERE article IS NOT NULL;
"""

VERSION_3 = """
-- What no line of articles.jsonl tells: that a stored article was gone from its own address, or was there again.
-- Numbers are never given twice, so that a reader knows by one of them what it has seen.
CREATE TABLE presence (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL,
    gone INTEGER NOT NULL,              -- 1: gone, 0: back
    at INTEGER NOT NULL,
    position INTEGER NOT NULL           -- committed length of articles.jsonl at that time
);
CREATE TRIGGER article_gone_or_back AFTER UPDATE OF state ON addresses
WHEN NEW.article = OLD.article
    AND ((OLD.state = 'article' AND NEW.state = 'gone') OR (OLD.state = 'gone' AND NEW.state = 'article'))
BEGIN
    INSERT INTO presence (article, gone, at, position) VALUES (
        NEW.article, NEW.state = 'gone', NEW.last_seen,
        max((SELECT committed FROM articles_file),
            (SELECT coalesce(max(offset + length), 0) FROM versions WHERE article = NEW.article))
    );
END;

-- Where a stream of changes stood when a run began; null for runs of older versions.
ALTER TABLE runs ADD COLUMN articles_end INTEGER;
ALTER TABLE runs ADD COLUMN presence INTEGER;

-- Tells a ledger from the next one that repair makes.
ALTER TABLE articles_file ADD COLUMN ledger TEXT;
UPDATE articles_file SET ledger = lower(hex(randomblob(4)));
"""

MIGRATIONS: tuple[str, ...] = (VERSION_1, VERSION_2, VERSION_3)
"""What leads from each version to the next, the first from an empty file; ``PRAGMA user_version`` counts them."""

NEWEST = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Return a ledger's schema version, 0 for an empty file."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring a ledger to the newest version, each step in a transaction of its own."""
    for number in range(version_of(connection), len(migrations)):
        connection.executescript(
            f"BEGIN IMMEDIATE; {migrations[number]};"
            f"PRAGMA user_version = {number + 1}; PRAGMA application_id = {APPLICATION_ID}; COMMIT;"
        )
