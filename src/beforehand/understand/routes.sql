-- People of a route by the four places of its stages; null where not recorded.
SELECT origin_area, transit_country, arrival_area, exploitation_area, sum(people) AS people
FROM chosen
GROUP BY origin_area, transit_country, arrival_area, exploitation_area
HAVING sum(people) <> 0;
