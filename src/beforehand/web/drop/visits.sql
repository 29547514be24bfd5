SELECT campaign, place, version, day, event, count
FROM counts
WHERE campaign = ?
ORDER BY day, place, version, event
