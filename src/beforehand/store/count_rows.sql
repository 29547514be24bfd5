-- How many rows a staged submission has, and the people they stand for before linking.
SELECT count(*) AS rows, coalesce(sum(people), 0)::BIGINT AS people FROM read_parquet($cases)
