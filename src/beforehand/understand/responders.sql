-- People of a route by the partner that saw them.
SELECT partner, sum(people) AS people
FROM chosen
GROUP BY partner
HAVING sum(people) <> 0;
