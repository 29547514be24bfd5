-- The rows with these ids, whole; the file tells whose they are.
SELECT *
FROM read_parquet($cases, filename = true)
WHERE row_id IN (SELECT unnest($wanted))
