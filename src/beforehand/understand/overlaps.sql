-- People of a route by who saw them: all partners, or all kinds of partner ($by), of each person.
-- $stratum parts them: 'year', 'sex', 'exploitation' or '' (not parted); '' is not recorded.
SELECT
    CASE WHEN $by = 'partner' THEN partners ELSE kinds END AS seen_by,
    coalesce(CASE $stratum
        WHEN 'year' THEN CAST(registered_year AS VARCHAR)
        WHEN 'sex' THEN nullif(gender, 'NonSpecifiedUnknown')
        WHEN 'exploitation' THEN CASE WHEN len(exploitation) = 1 THEN exploitation[1]
                                      WHEN len(exploitation) > 1 THEN 'several' END
    END, '') AS stratum,
    CAST(sum(people) AS BIGINT) AS people
FROM chosen
GROUP BY ALL
HAVING sum(people) <> 0
ORDER BY ALL;
