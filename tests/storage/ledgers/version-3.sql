BEGIN TRANSACTION;
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
INSERT INTO "addresses" VALUES('/reports/fog.html','https://harbour.example','article','harbour',1,NULL,NULL,NULL,1795572665,1795572665);
INSERT INTO "addresses" VALUES('/reports/gone.html','https://harbour.example','gone','harbour',NULL,NULL,NULL,NULL,1795572665,1795572665);
INSERT INTO "addresses" VALUES('/reports/moved.html','https://harbour.example','moved','harbour',1,'https://harbour.example/reports/fog.html',NULL,NULL,1795572665,1795572665);
INSERT INTO "addresses" VALUES('/reports/snow.html','https://harbour.example','article','harbour',2,NULL,NULL,NULL,1795572665,1795572665);
INSERT INTO "addresses" VALUES('/reports/snow.html','https://twin.example','alias','harbour',2,NULL,NULL,NULL,1795572665,1795572665);
CREATE TABLE archive_files (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,          -- as in archive/name
    committed INTEGER NOT NULL,
    ended INTEGER                       -- when it was ended in order; null while it is written, and after a kill
);
INSERT INTO "archive_files" VALUES(1,'2026-11-25T014611Z-00001.warc.gz',5200,1795572670);
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
INSERT INTO "articles" VALUES(1,'db998dfb4d1c33df','https://harbour.example/reports/fog.html',NULL,'harbour',NULL,1,'fd7fb677cc16780b7e9f9b245101f28f1f4327aaf83f61a2106b474507de0469','[]',NULL,NULL,NULL,1795572665,1795572665,1);
INSERT INTO "articles" VALUES(2,'263927bb02cfc60e','https://harbour.example/reports/snow.html',NULL,'harbour',NULL,1,'7212f1610de44c6523c73843f14f532bf512e49cd991f4376477e87d6b5654f1','["https://twin.example/reports/snow.html"]',NULL,NULL,NULL,1795572665,1795572665,1);
CREATE TABLE articles_file (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    committed INTEGER NOT NULL,
    lines INTEGER NOT NULL
, ledger TEXT);
INSERT INTO "articles_file" VALUES(1,1711,2,'5e1dbea7');
CREATE TABLE bands (
    band INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;
INSERT INTO "bands" VALUES(48732161,1);
INSERT INTO "bands" VALUES(4685079121,1);
INSERT INTO "bands" VALUES(8737777057,1);
INSERT INTO "bands" VALUES(13098825875,1);
INSERT INTO "bands" VALUES(17374735364,1);
INSERT INTO "bands" VALUES(22079848081,1);
INSERT INTO "bands" VALUES(25822725032,1);
INSERT INTO "bands" VALUES(30545673622,1);
INSERT INTO "bands" VALUES(34987319703,1);
INSERT INTO "bands" VALUES(38660232383,1);
INSERT INTO "bands" VALUES(43255136005,1);
INSERT INTO "bands" VALUES(47643404602,1);
INSERT INTO "bands" VALUES(51560723758,1);
INSERT INTO "bands" VALUES(55911666366,1);
INSERT INTO "bands" VALUES(60184187479,1);
INSERT INTO "bands" VALUES(64704871922,1);
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
INSERT INTO "captures" VALUES(1,700,2100,'https://harbour.example/reports/fog.html',1795572665,200,'text/html',X'000102030405060708090A0B0C0D0E0F10111213',NULL,NULL,1);
INSERT INTO "captures" VALUES(1,4500,700,'https://twin.example/reports/fog.html',1795572665,200,'text/html',X'000102030405060708090A0B0C0D0E0F10111213',1,700,NULL);
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
CREATE TABLE presence (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL,
    gone INTEGER NOT NULL,              -- 1: gone, 0: back
    at INTEGER NOT NULL,
    position INTEGER NOT NULL           -- committed length of articles.jsonl at that time
);
CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    folder TEXT NOT NULL UNIQUE,        -- name of its folder below runs/
    command TEXT NOT NULL,
    arguments TEXT NOT NULL,            -- JSON
    started INTEGER NOT NULL,
    ended INTEGER,                      -- null while it runs, and where it was killed
    status INTEGER,
    summary TEXT                        -- JSON: counts as in run.json
, articles_end INTEGER, presence INTEGER);
INSERT INTO "runs" VALUES(1,'2026-11-25T014611Z','news','{"site": "harbour"}',1795571171,1795571180,0,'{"command": "news", "articles_new": 2}',NULL,NULL);
CREATE TABLE signatures (
    article INTEGER PRIMARY KEY,
    signature BLOB NOT NULL
);
INSERT INTO "signatures" VALUES(1,X'DF46F7C1AA6E395B7E2E8D5A14F8A938AC8FE693B80EEAC23AC45E1A067C06C01DD95CC1BD28346EF5C18D9D30C88B418291B702AEA54AC1A7D3951CC03353C0F8DF7D612B1211394DC475708A5A361F8E88EB7B5D15861CF95BDB160C1E4FC0B392F09A248DF82085B116C09587C02D2DD4D75F722BB912101730114E116E2D8E1CDD34A8343CC29DC0440B51F2270FBEC2ED51AE9B74C01268423F4F242D09A1CC2F3F66678B62791B15C09E96D76962D40D4EDB7EAE31BEFF7B618BA70BC03A1E20C04D385BBCDCFDE808C787B38784DB7814363D8BA8DC692BC0ECDA81C087B0C708ED709F0FA4A1A5527006CAC0459AE59B94CC9E3465D883C1770F389143BD60C18A78547DB2C02AC02B6B51068D9F8F5386FDBC57639B52C00B490DC0C2E1C5527EB1E89183A5D836E1E3AF1A5EBCAA6FBB1C422512F895C09C16F766D8726CC09599681545C9BF1061FFCE4513E7766773C304C1B4D34121A347FA3EE59FCC1DA8DB9148A071D71EA1FB60C0BEA3173C7E95FEC03DF0D76DE7FD99C0F6976D208BEF56C015BE6E7A7CFDFE4DBAA6F81CEE8F5F642FC0C88986D92FC06A3CB4BE440A06976F5F62B6763723C0CCB4193D04DAE8186611042FD20EC4C07DA78CC0FD3E3403C7375C45FBD21E9E600C2B3EABE83FC00C5D8D3F396D43B3B37C1DC0351E56BAF1141DC0730DE2AB21F31DC0560BB3217F980E4DB4839C040198E70251A24017A1E5CF089338C00C046C9D0B91BE0F24A883270396FDA91C97216825BF54540005FF34123AA9C4172E354201BE52980457D24103F2FDB510');
CREATE TABLE versions (
    article INTEGER NOT NULL,
    version INTEGER NOT NULL,
    offset INTEGER NOT NULL,            -- of the line's first byte
    length INTEGER NOT NULL,            -- in bytes, line end included
    PRIMARY KEY (article, version, offset)
) WITHOUT ROWID;
INSERT INTO "versions" VALUES(1,1,0,1034);
INSERT INTO "versions" VALUES(2,1,1034,677);
CREATE INDEX articles_by_day ON articles (site, published);
CREATE INDEX addresses_without_article ON addresses (site, state) WHERE article IS NULL;
CREATE VIEW known AS
    SELECT origin || path AS url, addresses.site, state, articles.id, articles.version, target, parser,
           datetime(addresses.first_seen, 'unixepoch') AS first_seen,
           datetime(addresses.last_seen, 'unixepoch') AS last_seen
    FROM addresses LEFT JOIN articles ON articles.number = addresses.article;
CREATE INDEX captures_by_url ON captures (url);
CREATE INDEX captures_by_digest ON captures (digest) WHERE original_file IS NULL;
CREATE INDEX captures_by_article ON captures (article) WHERE article IS NOT NULL;
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
DELETE FROM "sqlite_sequence";
COMMIT;
PRAGMA user_version = 3;
PRAGMA application_id = 1397771335;
