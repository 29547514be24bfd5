CREATE TABLE IF NOT EXISTS counts (
    campaign TEXT NOT NULL,
    place TEXT NOT NULL,
    version TEXT NOT NULL,
    day TEXT NOT NULL,
    event TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (campaign, place, version, day, event)
) WITHOUT ROWID;

-- Without a row number, so that rows lie in the order of random ids, not of arrival.
CREATE TABLE IF NOT EXISTS sealed_reports (
    id TEXT NOT NULL PRIMARY KEY,
    campaign TEXT NOT NULL,
    day TEXT NOT NULL,
    sealed BLOB NOT NULL
) WITHOUT ROWID;
