-- What recognises a remuxed copy, which videos go first, and files whose path holds something else by now.

ALTER TABLE videos ADD COLUMN packet_hashes TEXT NOT NULL DEFAULT ''; -- hex digests, separated by spaces
ALTER TABLE videos ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;

CREATE INDEX videos_by_packets ON videos (packet_hashes) WHERE packet_hashes <> '';
CREATE INDEX videos_by_priority ON videos (priority) WHERE priority <> 0;

-- A displaced file is kept, so that its video is recognised wherever it turns up; its path is another file's.
CREATE TABLE new_files (
    id           INTEGER PRIMARY KEY,
    video_id     INTEGER NOT NULL REFERENCES videos (id) ON DELETE CASCADE,
    path         BLOB NOT NULL,
    size         INTEGER NOT NULL,
    mtime_ns     INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    online       INTEGER NOT NULL DEFAULT 1 CHECK (online IN (0, 1)),
    displaced    INTEGER NOT NULL DEFAULT 0 CHECK (displaced IN (0, 1) AND online + displaced < 2)
) STRICT;

INSERT INTO new_files (id, video_id, path, size, mtime_ns, content_hash, online)
    SELECT id, video_id, path, size, mtime_ns, content_hash, online FROM files;

DROP TABLE files;
ALTER TABLE new_files RENAME TO files;

CREATE UNIQUE INDEX files_by_path ON files (path) WHERE displaced = 0;
CREATE INDEX files_by_video ON files (video_id);
CREATE INDEX files_by_content ON files (content_hash, size);
