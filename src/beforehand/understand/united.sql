-- One row a person of ``repeated`` ($level ''), or one a person and partner, or kind of partner,
-- that saw them ($level 'partner', 'partner_type').
--
-- Fields that hold several codes are united. A single value on which the rows disagree is null,
-- and the field is named in ``disagree``. Somebody registered twice is counted when first seen.
-- Countries of transit are several codes: one row may tell one part of the way, another the next.
CREATE OR REPLACE TEMP TABLE united AS
WITH one AS (
    SELECT
        max(people) AS people,
        CASE WHEN $level = 'partner' THEN min(partner) END AS partner,
        CASE WHEN $level = 'partner_type' THEN min(partner_type) END AS partner_type,
        list_sort(list(DISTINCT coalesce(partner, ''))) AS partners,
        list_sort(list(DISTINCT coalesce(partner_type, ''))) AS kinds,
        min(registered_year * 10 + coalesce(registered_quarter, 9)) AS first_seen,
        min(trafficking_status) AS status_a, max(trafficking_status) AS status_z,
        min(status_decided_by) AS decided_a, max(status_decided_by) AS decided_z,
        min(nullif(gender, 'NonSpecifiedUnknown')) AS gender_a,
        max(nullif(gender, 'NonSpecifiedUnknown')) AS gender_z,
        min(age_from) AS from_a, max(age_from) AS from_z,
        min(age_to) AS to_a, max(age_to) AS to_z,
        min(age_basis) AS basis_a, max(age_basis) AS basis_z,
        list_distinct(flatten(list(citizenship) FILTER (WHERE citizenship IS NOT NULL))) AS citizenship,
        list_distinct(list(origin_area) FILTER (WHERE origin_area IS NOT NULL)) AS origin_areas,
        list_distinct(flatten(list(transit_country) FILTER (WHERE transit_country IS NOT NULL))) AS transit_country,
        list_distinct(list(arrival_area) FILTER (WHERE arrival_area IS NOT NULL)) AS arrival_areas,
        list_distinct(list(exploitation_country) FILTER (WHERE exploitation_country IS NOT NULL)) AS exploitation_countries,
        list_distinct(list(exploitation_area) FILTER (WHERE exploitation_area IS NOT NULL)) AS exploitation_areas,
        list_distinct(list(referral_country) FILTER (WHERE referral_country IS NOT NULL)) AS referral_countries,
        list_distinct(flatten(list(exploitation) FILTER (WHERE exploitation IS NOT NULL))) AS exploitation,
        list_distinct(flatten(list(criminal_activity) FILTER (WHERE criminal_activity IS NOT NULL))) AS criminal_activity,
        min(industry) AS industry_a, max(industry) AS industry_z,
        list_distinct(flatten(list(sexual_exploitation_type) FILTER (WHERE sexual_exploitation_type IS NOT NULL))) AS sexual_exploitation_type,
        list_distinct(flatten(list(control) FILTER (WHERE control IS NOT NULL))) AS control,
        list_distinct(flatten(list(recruitment_method) FILTER (WHERE recruitment_method IS NOT NULL))) AS recruitment_method,
        list_distinct(flatten(list(recruitment_platform) FILTER (WHERE recruitment_platform IS NOT NULL))) AS recruitment_platform,
        list_distinct(flatten(list(recruiter_relation) FILTER (WHERE recruiter_relation IS NOT NULL))) AS recruiter_relation,
        min(relationship_to_trafficker) AS relation_a, max(relationship_to_trafficker) AS relation_z,
        min(duration_months) AS duration_a, max(duration_months) AS duration_z,
        bool_and(consent_to_share) AS consent_to_share
    FROM repeated
    GROUP BY
        person_id,
        CASE $level WHEN 'partner' THEN partner WHEN 'partner_type' THEN partner_type ELSE '' END
)
SELECT
    people, partner, partner_type, partners, kinds,
    CAST(first_seen // 10 AS SMALLINT) AS registered_year,
    CAST(nullif(first_seen % 10, 9) AS SMALLINT) AS registered_quarter,
    CASE WHEN status_a = status_z THEN status_a END AS trafficking_status,
    CASE WHEN decided_a = decided_z THEN decided_a END AS status_decided_by,
    CASE WHEN gender_a = gender_z THEN gender_a END AS gender,
    CASE WHEN from_a = from_z AND basis_a IS NOT DISTINCT FROM basis_z THEN from_a END AS age_from,
    CASE WHEN to_a = to_z AND basis_a IS NOT DISTINCT FROM basis_z THEN to_a END AS age_to,
    CASE WHEN basis_a = basis_z THEN basis_a END AS age_basis,
    citizenship, origin_areas, exploitation_countries, referral_countries,
    CASE WHEN len(origin_areas) = 1 THEN origin_areas[1] END AS origin_area,
    transit_country,
    CASE WHEN len(arrival_areas) = 1 THEN arrival_areas[1] END AS arrival_area,
    CASE WHEN len(exploitation_countries) = 1 THEN exploitation_countries[1] END AS exploitation_country,
    CASE WHEN len(exploitation_areas) = 1 THEN exploitation_areas[1] END AS exploitation_area,
    CASE WHEN len(referral_countries) = 1 THEN referral_countries[1] END AS referral_country,
    exploitation, criminal_activity,
    CASE WHEN industry_a = industry_z THEN industry_a END AS industry,
    sexual_exploitation_type, control, recruitment_method, recruitment_platform,
    recruiter_relation,
    CASE WHEN relation_a = relation_z THEN relation_a END AS relationship_to_trafficker,
    CASE WHEN duration_a = duration_z THEN duration_a END AS duration_months,
    consent_to_share,
    [
        CASE WHEN status_a <> status_z THEN 'trafficking_status' END,
        CASE WHEN decided_a <> decided_z THEN 'status_decided_by' END,
        CASE WHEN gender_a <> gender_z THEN 'gender' END,
        CASE WHEN from_a <> from_z OR to_a <> to_z OR basis_a <> basis_z THEN 'age' END,
        CASE WHEN len(origin_areas) > 1 THEN 'origin_area' END,
        CASE WHEN len(arrival_areas) > 1 THEN 'arrival_area' END,
        CASE WHEN len(exploitation_areas) > 1 THEN 'exploitation_area' END,
        CASE WHEN industry_a <> industry_z THEN 'industry' END,
        CASE WHEN relation_a <> relation_z THEN 'relationship_to_trafficker' END,
        CASE WHEN duration_a <> duration_z THEN 'duration_months' END
    ] AS disagree
FROM one;
