-- Rows with one case_token are one person, named by the smallest of their random row ids so that
-- the link table holds no token. A row without a token is a person of its own.
COPY (
    WITH rows AS (SELECT row_id, case_token FROM read_parquet($cases)),
    repeated AS (
        SELECT case_token, min(row_id) AS person_id
        FROM rows
        WHERE case_token IS NOT NULL
        GROUP BY case_token
        HAVING count(*) > 1
    )
    SELECT
        rows.row_id,
        coalesce(repeated.person_id, rows.row_id) AS person_id,
        1.0::DOUBLE AS probability
    FROM rows
    LEFT JOIN repeated ON rows.case_token = repeated.case_token
) TO $links (FORMAT parquet, COMPRESSION zstd)
