-- People of a route by the period in which they were first registered and the codes of one field.
SELECT registered_year, registered_quarter, codes, sum(people) AS people
FROM answers($field, '', '')
GROUP BY registered_year, registered_quarter, codes
HAVING sum(people) <> 0;
