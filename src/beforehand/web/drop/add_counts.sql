INSERT INTO counts (campaign, place, version, day, event, count)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (campaign, place, version, day, event)
DO UPDATE SET count = counts.count + excluded.count
