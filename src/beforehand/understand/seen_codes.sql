-- People of a route by who saw them ($by) and by the set of codes that one field holds for them.
SELECT
    CASE $by WHEN 'partner' THEN partner ELSE partner_type END AS seen_by,
    codes, disagrees, sum(people) AS people
FROM answers($field, '', '')
GROUP BY seen_by, codes, disagrees
HAVING sum(people) <> 0;
