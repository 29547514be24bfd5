-- The people of a route by everything that types of cases are told by; equal people are one row.
SELECT
    gender, age_from, age_to,
    list_sort(exploitation) AS exploitation,
    list_sort(criminal_activity) AS criminal_activity,
    industry,
    list_sort(control) AS control,
    list_sort(recruitment_method) AS recruitment_method,
    list_sort(recruitment_platform) AS recruitment_platform,
    list_sort(recruiter_relation) AS recruiter_relation,
    relationship_to_trafficker, duration_months, origin_area, exploitation_area,
    sum(people) AS people
FROM chosen
GROUP BY ALL
HAVING sum(people) > 0;
