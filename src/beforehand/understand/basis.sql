-- What the answers of a route rest on: people, case rows, which reading of origin and
-- destination placed how many, first and last period (year * 10 + quarter; quarter 0 = a year).
SELECT
    coalesce(sum(people), 0) AS people,
    coalesce(sum(rows_of_cases), 0) AS rows_of_cases,
    coalesce(sum(people) FILTER (WHERE by_area), 0) AS by_area,
    coalesce(sum(people) FILTER (WHERE by_exploitation), 0) AS by_exploitation,
    min(registered_year * 10 + coalesce(registered_quarter, 0)) AS first_period,
    max(registered_year * 10 + coalesce(registered_quarter, 0)) AS last_period
FROM people($origin, $destination, $sole);
