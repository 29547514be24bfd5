-- How many rows are linked, and how many people they are.
SELECT count(*) AS rows, count(DISTINCT person_id) AS people FROM read_parquet($links)
