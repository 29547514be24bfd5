-- Which of these rows are among the files.
SELECT row_id
FROM read_parquet($cases)
WHERE row_id IN (SELECT unnest($wanted))
