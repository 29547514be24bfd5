-- People of a route by the set of codes that one field holds for them.
SELECT codes, disagrees, sum(people) AS people
FROM answers($field, $where_field, $where_code)
GROUP BY codes, disagrees
HAVING sum(people) <> 0;
