-- People of a route by area of origin and area of exploitation; null where not recorded.
SELECT origin_area, exploitation_area, sum(people) AS people
FROM people($origin, $destination, $sole)
GROUP BY origin_area, exploitation_area
HAVING sum(people) <> 0;
