-- What the answers of a route rest on: people, case rows, which reading of origin and
-- destination placed how many.
SELECT
    coalesce(sum(people), 0) AS people,
    coalesce(sum(rows_of_cases), 0) AS rows_of_cases,
    coalesce(sum(people) FILTER (WHERE by_area), 0) AS by_area,
    coalesce(sum(people) FILTER (WHERE by_exploitation), 0) AS by_exploitation
FROM chosen;
