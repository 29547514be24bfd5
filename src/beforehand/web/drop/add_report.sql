INSERT INTO sealed_reports (id, campaign, day, sealed) VALUES (?, ?, ?, ?)
