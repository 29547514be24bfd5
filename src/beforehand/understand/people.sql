-- everybody(origin, destination, sole): the people of a route, one row or more a person, where
-- sum(people) over any group is the number of people in it. ``met`` narrows them.
--
-- Case rows are read as they are. Rows of somebody who is in several rows are taken away again
-- (weight -1) and that person is put back once, united. So nothing is joined or grouped but the
-- few rows that repeat, and a pool without repeats is one plain scan. ``partners`` and ``kinds`` are
-- all who saw somebody ('' for those who may not be named).
--
-- The countries that somebody passed through are one answer, so that answers part the people:
-- 'BE+IT' is Belgium and Italy, and 'none' that there was none.
CREATE OR REPLACE TEMP MACRO way(countries) AS
    CASE WHEN len(countries) = 0 THEN 'none' ELSE array_to_string(list_sort(countries), '+') END;

CREATE OR REPLACE TEMP MACRO everybody(origin, destination, sole) AS TABLE
SELECT
    people,
    people AS rows_of_cases,
    origin_area IS NOT NULL AS by_area,
    exploitation_country IS NOT NULL AS by_exploitation,
    partner, partner_type, registered_year, registered_quarter,
    trafficking_status, status_decided_by, gender, age_from, age_to, age_basis, citizenship,
    origin_area, way(transit_country) AS transit_country, arrival_area,
    exploitation_country, exploitation_area, referral_country,
    exploitation, criminal_activity, industry, sexual_exploitation_type, control,
    recruitment_method, recruitment_platform, recruiter_relation,
    relationship_to_trafficker, duration_months, consent_to_share,
    CAST(NULL AS VARCHAR[]) AS disagree,
    [coalesce(partner, '')] AS partners, [coalesce(partner_type, '')] AS kinds
FROM cases
WHERE coalesce(exploitation_country, referral_country) = destination
  AND CASE WHEN origin_area IS NOT NULL THEN starts_with(origin_area, origin || '-')
           WHEN sole THEN citizenship[1] = origin AND len(list_distinct(citizenship)) = 1
           ELSE list_contains(citizenship, origin) END
UNION ALL
SELECT
    -people,
    0 AS rows_of_cases,
    origin_area IS NOT NULL AS by_area,
    exploitation_country IS NOT NULL AS by_exploitation,
    partner, partner_type, registered_year, registered_quarter,
    trafficking_status, status_decided_by, gender, age_from, age_to, age_basis, citizenship,
    origin_area, way(transit_country) AS transit_country, arrival_area,
    exploitation_country, exploitation_area, referral_country,
    exploitation, criminal_activity, industry, sexual_exploitation_type, control,
    recruitment_method, recruitment_platform, recruiter_relation,
    relationship_to_trafficker, duration_months, consent_to_share,
    CAST(NULL AS VARCHAR[]) AS disagree,
    [coalesce(partner, '')] AS partners, [coalesce(partner_type, '')] AS kinds
FROM repeated
WHERE coalesce(exploitation_country, referral_country) = destination
  AND CASE WHEN origin_area IS NOT NULL THEN starts_with(origin_area, origin || '-')
           WHEN sole THEN citizenship[1] = origin AND len(list_distinct(citizenship)) = 1
           ELSE list_contains(citizenship, origin) END
UNION ALL
SELECT
    people,
    0 AS rows_of_cases,
    origin_areas IS NOT NULL AS by_area,
    exploitation_countries IS NOT NULL AS by_exploitation,
    partner, partner_type, registered_year, registered_quarter,
    trafficking_status, status_decided_by, gender, age_from, age_to, age_basis, citizenship,
    origin_area, way(transit_country) AS transit_country, arrival_area,
    exploitation_country, exploitation_area, referral_country,
    exploitation, criminal_activity, industry, sexual_exploitation_type, control,
    recruitment_method, recruitment_platform, recruiter_relation,
    relationship_to_trafficker, duration_months, consent_to_share,
    disagree, partners, kinds
FROM united
WHERE list_contains(coalesce(exploitation_countries, referral_countries), destination)
  AND CASE WHEN origin_areas IS NOT NULL
           THEN len(list_filter(origin_areas, lambda a: starts_with(a, origin || '-'))) > 0
           WHEN sole THEN citizenship[1] = origin AND len(list_distinct(citizenship)) = 1
           ELSE list_contains(citizenship, origin) END;
