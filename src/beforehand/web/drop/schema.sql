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

-- Each answer adds one to a row of its own: no row is a person, and rows lie in no order of arrival.
CREATE TABLE IF NOT EXISTS answers (
    campaign TEXT NOT NULL,
    wording TEXT NOT NULL,
    wave TEXT NOT NULL,
    place TEXT NOT NULL,
    age TEXT NOT NULL,
    gender TEXT NOT NULL,
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (campaign, wording, wave, place, age, gender, item, answer)
) WITHOUT ROWID;
