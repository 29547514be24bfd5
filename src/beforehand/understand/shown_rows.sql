-- The rows of every file under the partner and kind of partner that may be shown for it (null:
-- none), instead of those that they name.
CREATE VIEW cases AS
SELECT n.* EXCLUDE (filename) REPLACE (s.partner AS partner, s.kind AS partner_type)
FROM named AS n
JOIN shown AS s ON s.file = n.filename;
