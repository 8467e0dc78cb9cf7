-- What is said and what is written in the pictures, its full-text search and its vectors, and how far each stage is.
-- Ids of lines are never used again (AUTOINCREMENT), so that a stale index cannot speak for a newer line.

CREATE TABLE transcripts (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id INTEGER NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    source   TEXT NOT NULL CHECK (source IN ('embedded', 'sidecar', 'speech')),
    origin   TEXT NOT NULL, -- "stream 2", a sidecar's file name, or what recognised it
    language TEXT NOT NULL, -- BCP 47, or empty
    title    TEXT NOT NULL,
    made     TEXT NOT NULL, -- ISO 8601 with offset
    size     INTEGER,       -- of the sidecar that it was read from
    mtime_ns INTEGER,       -- of the sidecar that it was read from
    UNIQUE (video_id, source, origin)
) STRICT;

CREATE TABLE segments (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    transcript_id INTEGER NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
    start_time    REAL NOT NULL,
    end_time      REAL NOT NULL CHECK (end_time >= start_time),
    text          TEXT NOT NULL, -- as it was recognised or read
    edited        TEXT,          -- as the user wants it instead; empty if there is to be nothing
    confidence    REAL,
    words         TEXT,          -- JSON: [[text, start, end, probability], ...]
    folded        TEXT NOT NULL  -- the words that the line is found by, separated by spaces
) STRICT;

CREATE INDEX segments_by_time ON segments (transcript_id, start_time, id);
CREATE INDEX edited_segments ON segments (transcript_id) WHERE edited IS NOT NULL;

CREATE TABLE screen_texts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    video_id   INTEGER NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    start_time REAL NOT NULL,
    end_time   REAL NOT NULL CHECK (end_time >= start_time),
    text       TEXT NOT NULL, -- its lines, separated by line feeds
    lines      TEXT NOT NULL, -- JSON: [[text, left, top, right, bottom, confidence], ...]
    folded     TEXT NOT NULL  -- the words that it is found by, separated by spaces
) STRICT;

CREATE INDEX screen_texts_by_time ON screen_texts (video_id, start_time, id);

CREATE TABLE stages (
    video_id   INTEGER NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    stage      TEXT NOT NULL,
    recogniser TEXT NOT NULL, -- what does the work, with its revision
    position   REAL NOT NULL CHECK (position >= 0), -- seconds of the video that are done
    complete   INTEGER NOT NULL CHECK (complete IN (0, 1)),
    detail     TEXT NOT NULL, -- why there is nothing to be found, say
    at         TEXT NOT NULL, -- ISO 8601 with offset
    PRIMARY KEY (video_id, stage, recogniser)
) STRICT, WITHOUT ROWID;

-- As long as the text that they were made of.
CREATE TABLE segment_vectors (
    pack_id INTEGER NOT NULL REFERENCES packs (id) ON DELETE CASCADE,
    row_id  INTEGER NOT NULL REFERENCES segments (id) ON DELETE CASCADE,
    vector  BLOB NOT NULL, -- float16, little-endian
    PRIMARY KEY (pack_id, row_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX segment_vectors_by_row ON segment_vectors (row_id);

CREATE TABLE screen_text_vectors (
    pack_id INTEGER NOT NULL REFERENCES packs (id) ON DELETE CASCADE,
    row_id  INTEGER NOT NULL REFERENCES screen_texts (id) ON DELETE CASCADE,
    vector  BLOB NOT NULL, -- float16, little-endian
    PRIMARY KEY (pack_id, row_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX screen_text_vectors_by_row ON screen_text_vectors (row_id);

-- Whether the full-text indexes may still hold words of what was deleted.
ALTER TABLE state ADD COLUMN traces INTEGER NOT NULL DEFAULT 0;

-- What is indexed is folded and told apart into words by the program, the same with every version of SQLite; the
-- tokenizer leaves those words as they are. Words are found by themselves and by their beginnings, parts of words by
-- three characters and more.
CREATE VIRTUAL TABLE segment_words USING fts5 (
    folded, content = 'segments', content_rowid = 'id', prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* S* Co'"
);
CREATE VIRTUAL TABLE segment_parts USING fts5 (
    folded, content = 'segments', content_rowid = 'id', tokenize = 'trigram'
);
CREATE VIRTUAL TABLE screen_text_words USING fts5 (
    folded, content = 'screen_texts', content_rowid = 'id', prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* S* Co'"
);
CREATE VIRTUAL TABLE screen_text_parts USING fts5 (
    folded, content = 'screen_texts', content_rowid = 'id', tokenize = 'trigram'
);

-- Which words there are, and in how many rows.
CREATE VIRTUAL TABLE segment_terms USING fts5vocab ('segment_words', 'row');
CREATE VIRTUAL TABLE screen_text_terms USING fts5vocab ('screen_text_words', 'row');

CREATE TRIGGER segments_added AFTER INSERT ON segments BEGIN
    INSERT INTO segment_words (rowid, folded) VALUES (new.id, new.folded);
    INSERT INTO segment_parts (rowid, folded) VALUES (new.id, new.folded);
END;

CREATE TRIGGER segments_removed AFTER DELETE ON segments BEGIN
    INSERT INTO segment_words (segment_words, rowid, folded) VALUES ('delete', old.id, old.folded);
    INSERT INTO segment_parts (segment_parts, rowid, folded) VALUES ('delete', old.id, old.folded);
    UPDATE state SET traces = 1 WHERE traces = 0;
END;

CREATE TRIGGER segments_reworded AFTER UPDATE OF text, edited, folded ON segments BEGIN
    INSERT INTO segment_words (segment_words, rowid, folded) VALUES ('delete', old.id, old.folded);
    INSERT INTO segment_parts (segment_parts, rowid, folded) VALUES ('delete', old.id, old.folded);
    INSERT INTO segment_words (rowid, folded) VALUES (new.id, new.folded);
    INSERT INTO segment_parts (rowid, folded) VALUES (new.id, new.folded);
    DELETE FROM segment_vectors WHERE row_id = old.id;
    UPDATE state SET traces = 1 WHERE traces = 0;
END;

CREATE TRIGGER screen_texts_added AFTER INSERT ON screen_texts BEGIN
    INSERT INTO screen_text_words (rowid, folded) VALUES (new.id, new.folded);
    INSERT INTO screen_text_parts (rowid, folded) VALUES (new.id, new.folded);
END;

CREATE TRIGGER screen_texts_removed AFTER DELETE ON screen_texts BEGIN
    INSERT INTO screen_text_words (screen_text_words, rowid, folded) VALUES ('delete', old.id, old.folded);
    INSERT INTO screen_text_parts (screen_text_parts, rowid, folded) VALUES ('delete', old.id, old.folded);
    UPDATE state SET traces = 1 WHERE traces = 0;
END;

-- What a search gives and what vectors are made of, the same for both: each text as the user has left it.
CREATE VIEW spoken_texts AS
    SELECT segments.id AS id, transcripts.video_id AS video_id, segments.start_time AS start_time,
        segments.end_time AS end_time, coalesce(segments.edited, segments.text) AS text, transcripts.id AS transcript_id,
        CASE transcripts.source WHEN 'embedded' THEN 0 WHEN 'sidecar' THEN 1 ELSE 2 END AS preference,
        transcripts.language AS language
    FROM segments CROSS JOIN transcripts ON transcripts.id = segments.transcript_id;

CREATE VIEW written_texts AS
    SELECT id, video_id, start_time, end_time, text, 0 AS transcript_id, 0 AS preference, '' AS language
    FROM screen_texts;
