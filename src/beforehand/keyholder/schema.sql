-- All that a keyholder keeps beside its keys: who may ask, how much, and how much was asked.
CREATE TABLE IF NOT EXISTS partner (
    name TEXT PRIMARY KEY,
    pass_hash TEXT NOT NULL UNIQUE,
    values_a_day INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS asked (
    name TEXT NOT NULL REFERENCES partner (name) ON DELETE CASCADE,
    day TEXT NOT NULL,
    how_many INTEGER NOT NULL,
    PRIMARY KEY (name, day)
) STRICT, WITHOUT ROWID;
