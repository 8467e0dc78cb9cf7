-- The first catalogue: videos and their files, packs, units, windows, failures, folders.
-- Paths are BLOBs, because a file's name need not be text. Ids of videos and windows are never used again
-- (AUTOINCREMENT), so that a stale index or features folder cannot speak for a newer row.

PRAGMA application_id = 1447183444; -- "VBDT"

CREATE TABLE state (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL
) STRICT;

INSERT INTO state (id, generation) VALUES (1, 0);

CREATE TABLE videos (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    duration            REAL NOT NULL,
    width               INTEGER NOT NULL,
    height              INTEGER NOT NULL,
    rotation            INTEGER NOT NULL,
    sample_aspect_ratio TEXT NOT NULL, -- "numerator/denominator"
    frame_rate          TEXT NOT NULL, -- "numerator/denominator"
    codec               TEXT NOT NULL,
    container           TEXT NOT NULL,
    audio_streams       INTEGER NOT NULL,
    subtitle_streams    INTEGER NOT NULL,
    created             TEXT,          -- ISO 8601 with offset
    damage              TEXT,
    added               TEXT NOT NULL  -- ISO 8601 with offset
) STRICT;

CREATE TABLE files (
    id           INTEGER PRIMARY KEY,
    video_id     INTEGER NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    path         BLOB NOT NULL UNIQUE,
    size         INTEGER NOT NULL,
    mtime_ns     INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    online       INTEGER NOT NULL DEFAULT 1 CHECK (online IN (0, 1))
) STRICT;

CREATE INDEX files_by_video ON files (video_id);
CREATE INDEX files_by_content ON files (content_hash, size);

CREATE TABLE packs (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    revision TEXT NOT NULL,
    dim      INTEGER NOT NULL CHECK (dim > 0),
    UNIQUE (name, revision)
) STRICT;

CREATE TABLE units (
    id        INTEGER PRIMARY KEY,
    video_id  INTEGER NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    pack_id   INTEGER NOT NULL REFERENCES packs (id),
    number    INTEGER NOT NULL CHECK (number >= 0),
    pass_name TEXT NOT NULL,
    file_name TEXT NOT NULL, -- the features file that holds its arrays, in the folder of the video and pack
    checksum  TEXT NOT NULL, -- of that file
    UNIQUE (video_id, pack_id, number)
) STRICT;

CREATE INDEX units_by_pack ON units (pack_id);

CREATE TABLE windows (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id    INTEGER NOT NULL REFERENCES units (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL CHECK (number >= 0), -- within the video
    start_time REAL NOT NULL,
    end_time   REAL NOT NULL CHECK (end_time >= start_time),
    UNIQUE (unit_id, number)
) STRICT;

CREATE TABLE completions (
    video_id  INTEGER NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    pack_id   INTEGER NOT NULL REFERENCES packs (id),
    pass_name TEXT NOT NULL,
    PRIMARY KEY (video_id, pack_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE failures (
    path     BLOB PRIMARY KEY,
    reason   TEXT NOT NULL,
    hint     TEXT NOT NULL,
    stage    TEXT NOT NULL,
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    at       TEXT NOT NULL -- ISO 8601 with offset
) STRICT, WITHOUT ROWID;

CREATE TABLE folders (
    path BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
