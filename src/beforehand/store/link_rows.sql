-- Rows with one case_token (version 1), or whose linkage keys agree, are one person, named by a
-- random row id so that the link table holds no token. Any other row is a person of its own.
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
        coalesce(agreeing.person_id, repeated.person_id, rows.row_id) AS person_id,
        1.0::DOUBLE AS probability
    FROM rows
    LEFT JOIN repeated ON rows.case_token = repeated.case_token
    LEFT JOIN agreeing ON rows.row_id = agreeing.row_id
) TO $links (FORMAT parquet, COMPRESSION zstd)
