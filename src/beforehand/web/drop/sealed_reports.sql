SELECT id, campaign, day, length(sealed) AS size
FROM sealed_reports
WHERE campaign = ?1 OR ?1 = ''
ORDER BY day DESC, id
