-- Coded rows as a submission keeps them: shuffled out of the giver's own order within a period.
COPY (
    FROM coded
    ORDER BY registered_year, registered_quarter, citizenship, row_id
) TO $cases (FORMAT parquet, COMPRESSION zstd)
