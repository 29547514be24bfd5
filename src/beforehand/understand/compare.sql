-- People of a route by partner or kind of partner: all, with the code, and not recorded.
SELECT
    CASE $by WHEN 'partner' THEN partner ELSE partner_type END AS seen_by,
    sum(people) AS people,
    sum(people) FILTER (WHERE list_contains(codes, $code)) AS with_code,
    sum(people) FILTER (WHERE codes IS NULL) AS not_recorded
FROM answers($field, '', '')
GROUP BY seen_by
HAVING sum(people) <> 0;
