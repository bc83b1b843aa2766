"""Tables of the reference file: the generated documents as a user of SQLite would lay them out, joined by integers.

Rows that belong to one thing lie together (``WITHOUT ROWID``), and each list that is asked for has an index in its order.
"""

TABLES = """
CREATE TABLE articles (number INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT, published TEXT, url TEXT);
CREATE TABLE entities (number INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT, anonymous INTEGER NOT NULL,
                       descriptor TEXT);
CREATE TABLE appearances (article INTEGER NOT NULL REFERENCES articles, position INTEGER NOT NULL,
                          entity INTEGER NOT NULL REFERENCES entities, descriptor TEXT, PRIMARY KEY (article, position)) WITHOUT ROWID;
CREATE TABLE roles (article INTEGER NOT NULL REFERENCES articles, position INTEGER NOT NULL, number INTEGER NOT NULL, title TEXT,
                    organization TEXT, PRIMARY KEY (article, position, number)) WITHOUT ROWID;
CREATE TABLE events (number INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles, title TEXT NOT NULL,
                     date_earliest TEXT, date_latest TEXT, date_order TEXT NOT NULL);
CREATE TABLE claims (number INTEGER PRIMARY KEY, id TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles,
                     position INTEGER NOT NULL, speaker INTEGER REFERENCES entities, speaker_position INTEGER,
                     reported_via INTEGER REFERENCES entities, kind TEXT NOT NULL, mode TEXT NOT NULL, as_said TEXT, cue_text TEXT,
                     source TEXT NOT NULL, cue TEXT NOT NULL, content TEXT NOT NULL, quote TEXT, excerpts TEXT, gist TEXT,
                     said_edtf TEXT, said_earliest TEXT, said_latest TEXT, said_precision TEXT, said_order TEXT NOT NULL, addressee TEXT,
                     place TEXT, explicit INTEGER NOT NULL, section TEXT, confidence REAL, review TEXT NOT NULL);
CREATE TABLE abouts (claim INTEGER NOT NULL REFERENCES claims, position INTEGER NOT NULL, entity INTEGER REFERENCES entities,
                     event INTEGER REFERENCES events, PRIMARY KEY (claim, position)) WITHOUT ROWID;
CREATE TABLE holders (claim INTEGER NOT NULL REFERENCES claims, position INTEGER NOT NULL,
                      entity INTEGER NOT NULL REFERENCES entities, PRIMARY KEY (claim, position)) WITHOUT ROWID;
"""
# Made after the rows, so that each is built from one sorted run.
INDEXES = """
CREATE UNIQUE INDEX articles_id ON articles (id);
CREATE UNIQUE INDEX entities_id ON entities (id);
CREATE UNIQUE INDEX claims_id ON claims (id);
CREATE UNIQUE INDEX claims_article ON claims (article, position);
CREATE INDEX claims_said ON claims (said_order, id, said_earliest);
CREATE INDEX claims_speaker ON claims (speaker, said_order, id, said_earliest);
CREATE INDEX claims_kind ON claims (kind, said_order, said_earliest);
"""
# The speaker's name stands in another table: words are indexed without a copy of them.
FULL_TEXT = """
CREATE VIRTUAL TABLE claims_fts USING fts5 (gist, quote, speaker, content='');
INSERT INTO claims_fts (rowid, gist, quote, speaker)
SELECT c.number, c.gist, c.quote, coalesce(s.name, s.descriptor) FROM claims c LEFT JOIN entities s ON s.number = c.speaker;
"""
STATISTICS = "PRAGMA analysis_limit = 1000; ANALYZE;"
COMPLETE = "PRAGMA user_version = {claims}"  # the number of claims, once the file is whole
