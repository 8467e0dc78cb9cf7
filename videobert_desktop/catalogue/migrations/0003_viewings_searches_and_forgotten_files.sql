-- What was watched and what was searched for, what each video is like as a whole, and the files that are to stay out.

CREATE TABLE viewings (
    video_id INTEGER PRIMARY KEY REFERENCES videos (id) ON DELETE CASCADE,
    position REAL NOT NULL CHECK (position >= 0), -- the second where it was left
    seen     TEXT NOT NULL                        -- ISO 8601 with offset
) STRICT;

CREATE TABLE watched_spans (
    video_id   INTEGER NOT NULL REFERENCES viewings (video_id) ON DELETE CASCADE,
    start_time REAL NOT NULL CHECK (start_time >= 0),
    end_time   REAL NOT NULL CHECK (end_time >= start_time),
    PRIMARY KEY (video_id, start_time)
) STRICT, WITHOUT ROWID;

CREATE TABLE searches (
    id   INTEGER PRIMARY KEY AUTOINCREMENT, -- the greatest is the latest
    text TEXT NOT NULL UNIQUE
) STRICT;

-- As long as what it was made of: a closer pass, or beginning anew, takes it away.
CREATE TABLE summaries (
    video_id  INTEGER NOT NULL,
    pack_id   INTEGER NOT NULL,
    embedding BLOB NOT NULL, -- the mean of the windows' embeddings, of length one: float16, little-endian
    PRIMARY KEY (video_id, pack_id),
    FOREIGN KEY (video_id, pack_id) REFERENCES completions (video_id, pack_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A content may have lain at several paths, and a path may have held several contents.
CREATE TABLE forgotten_files (
    id           INTEGER PRIMARY KEY,
    path         BLOB NOT NULL,
    size         INTEGER NOT NULL,
    mtime_ns     INTEGER NOT NULL,
    content_hash TEXT NOT NULL, -- empty where the file could not be read
    UNIQUE (path, content_hash)
) STRICT;

CREATE INDEX forgotten_files_by_content ON forgotten_files (content_hash, size);
