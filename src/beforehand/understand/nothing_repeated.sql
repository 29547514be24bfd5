-- Aggregates cannot be linked: nobody is known to be in two rows.
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT CAST(NULL AS VARCHAR) AS person_id, * FROM cases WHERE false;
