-- met: everybody of the route who meets the conditions. The route's ends and each condition
-- are a variable, bound before: null asks nothing and costs nothing, since variables are constants
-- to the planner. Codes of one field are alternatives. An age counts where it surely lies in the
-- band; a period, where it surely lies between both ends (year * 10 + quarter).
CREATE TEMP VIEW met AS
SELECT * FROM everybody(getvariable('origin'), getvariable('destination'), getvariable('sole'))
WHERE (getvariable('only_trafficking_status') IS NULL OR list_contains(getvariable('only_trafficking_status'), trafficking_status))
  AND (getvariable('only_status_decided_by') IS NULL OR list_contains(getvariable('only_status_decided_by'), status_decided_by))
  AND (getvariable('only_gender') IS NULL OR list_contains(getvariable('only_gender'), gender))
  AND (getvariable('only_citizenship') IS NULL OR list_has_any(citizenship, getvariable('only_citizenship')))
  AND (getvariable('only_origin_area') IS NULL OR list_contains(getvariable('only_origin_area'), origin_area))
  AND (getvariable('only_transit_country') IS NULL OR list_contains(getvariable('only_transit_country'), transit_country))
  AND (getvariable('only_arrival_area') IS NULL OR list_contains(getvariable('only_arrival_area'), arrival_area))
  AND (getvariable('only_exploitation_area') IS NULL OR list_contains(getvariable('only_exploitation_area'), exploitation_area))
  AND (getvariable('only_exploitation') IS NULL OR list_has_any(exploitation, getvariable('only_exploitation')))
  AND (getvariable('only_criminal_activity') IS NULL OR list_has_any(criminal_activity, getvariable('only_criminal_activity')))
  AND (getvariable('only_industry') IS NULL OR list_contains(getvariable('only_industry'), industry))
  AND (getvariable('only_sexual_exploitation_type') IS NULL OR list_has_any(sexual_exploitation_type, getvariable('only_sexual_exploitation_type')))
  AND (getvariable('only_control') IS NULL OR list_has_any(control, getvariable('only_control')))
  AND (getvariable('only_recruitment_method') IS NULL OR list_has_any(recruitment_method, getvariable('only_recruitment_method')))
  AND (getvariable('only_recruitment_platform') IS NULL OR list_has_any(recruitment_platform, getvariable('only_recruitment_platform')))
  AND (getvariable('only_recruiter_relation') IS NULL OR list_has_any(recruiter_relation, getvariable('only_recruiter_relation')))
  AND (getvariable('only_relationship_to_trafficker') IS NULL OR list_contains(getvariable('only_relationship_to_trafficker'), relationship_to_trafficker))
  AND (getvariable('only_duration_months') IS NULL OR list_contains(getvariable('only_duration_months'), duration_months))
  AND (getvariable('only_age') IS NULL
       OR (list_contains(getvariable('only_age'), concat(age_basis, ':child')) AND age_to <= 17)
       OR (list_contains(getvariable('only_age'), concat(age_basis, ':adult')) AND age_from >= 18)
       OR (list_contains(getvariable('only_age'), concat(age_basis, ':18-34')) AND age_from >= 18 AND age_to <= 34))
  AND (getvariable('only_from') IS NULL OR registered_year * 10 + coalesce(registered_quarter, 1) >= getvariable('only_from'))
  AND (getvariable('only_to') IS NULL OR registered_year * 10 + coalesce(registered_quarter, 4) <= getvariable('only_to'));
