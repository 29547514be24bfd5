-- Rows with one case_token are one person, named by the smallest of their random row ids so that
-- the link table holds no token. A row without a token is a person of its own.
COPY (
    SELECT
        row_id,
        CASE
            WHEN case_token IS NULL THEN row_id
            ELSE min(row_id) OVER (PARTITION BY case_token)
        END AS person_id,
        1.0::DOUBLE AS probability
    FROM read_parquet($cases)
    ORDER BY row_id
) TO $links (FORMAT parquet, COMPRESSION zstd)
