-- The rows of everybody who is in more than one row the asker may see. A link holds from one
-- half: more likely than not the same person; but for rows that are held to be alone (``loose``).
CREATE OR REPLACE TEMP TABLE repeated AS
WITH seen AS (
    SELECT l.row_id, l.person_id
    FROM links AS l
    WHERE l.probability >= 0.5 AND l.row_id IN (SELECT row_id FROM cases)
      AND l.row_id NOT IN (SELECT row_id FROM loose)
),
several AS (
    SELECT person_id FROM seen GROUP BY person_id HAVING count(*) > 1
)
SELECT s.person_id, c.*
FROM cases AS c
JOIN seen AS s ON s.row_id = c.row_id
WHERE s.person_id IN (SELECT person_id FROM several);
