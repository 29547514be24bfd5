-- Rows that are joined to others and may not be, with the probability that they belong.
SELECT row_id, probability
FROM links
WHERE probability >= 0.5 AND probability < 0.9999
  AND row_id IN (SELECT row_id FROM cases)
  AND person_id IN (
      SELECT person_id FROM links
      WHERE probability >= 0.5 AND row_id IN (SELECT row_id FROM cases)
      GROUP BY person_id HAVING count(*) > 1)
ORDER BY row_id;
