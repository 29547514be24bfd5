-- The rows of some partners, or kinds of partner, alone, in the place of all: what they recorded is
-- then all that is known. Made only where somebody asks for it.
CREATE OR REPLACE TEMP VIEW cases AS
SELECT * FROM memory.main.cases
WHERE (getvariable('only_partner') IS NULL OR list_contains(getvariable('only_partner'), partner))
  AND (getvariable('only_partner_type') IS NULL OR list_contains(getvariable('only_partner_type'), partner_type));
