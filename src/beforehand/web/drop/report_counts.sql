SELECT coalesce(sum(count), 0) FROM counts WHERE campaign = ? AND event = 'report'
