-- People of a route by the period in which they were first registered.
SELECT registered_year, registered_quarter, sum(people) AS people
FROM chosen
GROUP BY registered_year, registered_quarter
HAVING sum(people) <> 0;
