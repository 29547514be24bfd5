-- Coded rows as a submission keeps them; each batch comes shuffled out of the giver's own order.
COPY (FROM coded) TO $cases (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)
