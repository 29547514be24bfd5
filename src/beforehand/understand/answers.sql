-- answers(...): the people of a route with the answer to one field as a list of codes.
--
-- codes is null where the field is not recorded (or a person's rows disagree), empty where it is
-- recorded that there was none. Bound arguments are constants to the planner, so of each CASE
-- one branch is left and one column is read. An age is its basis and bounds: 'basis:from:to'.
CREATE OR REPLACE TEMP MACRO answers(field, where_field, where_code) AS TABLE
SELECT
    people, partner, partner_type, registered_year, registered_quarter,
    CASE field
        WHEN 'trafficking_status' THEN CASE WHEN trafficking_status IS NOT NULL THEN [trafficking_status] END
        WHEN 'status_decided_by' THEN CASE WHEN status_decided_by IS NOT NULL THEN [status_decided_by] END
        WHEN 'gender' THEN CASE WHEN gender <> 'NonSpecifiedUnknown' THEN [gender] END
        WHEN 'age' THEN CASE WHEN coalesce(age_from, age_to) IS NOT NULL THEN
            [concat_ws(':', coalesce(age_basis, ''), coalesce(CAST(age_from AS VARCHAR), ''), coalesce(CAST(age_to AS VARCHAR), ''))] END
        WHEN 'citizenship' THEN citizenship
        WHEN 'origin_area' THEN CASE WHEN origin_area IS NOT NULL THEN [origin_area] END
        WHEN 'transit_country' THEN CASE WHEN transit_country IS NOT NULL THEN [transit_country] END
        WHEN 'arrival_area' THEN CASE WHEN arrival_area IS NOT NULL THEN [arrival_area] END
        WHEN 'exploitation_area' THEN CASE WHEN exploitation_area IS NOT NULL THEN [exploitation_area] END
        WHEN 'exploitation' THEN exploitation
        WHEN 'criminal_activity' THEN criminal_activity
        WHEN 'industry' THEN CASE WHEN industry IS NOT NULL THEN [industry] END
        WHEN 'sexual_exploitation_type' THEN sexual_exploitation_type
        WHEN 'control' THEN control
        WHEN 'recruitment_method' THEN recruitment_method
        WHEN 'recruitment_platform' THEN recruitment_platform
        WHEN 'recruiter_relation' THEN CASE WHEN list_distinct(recruiter_relation) <> ['Unknown'] THEN recruiter_relation END
        WHEN 'relationship_to_trafficker' THEN CASE WHEN relationship_to_trafficker IS NOT NULL THEN [relationship_to_trafficker] END
        WHEN 'duration_months' THEN CASE WHEN duration_months IS NOT NULL THEN [duration_months] END
    END AS codes,
    coalesce(list_contains(disagree, field), false) AS disagrees
FROM chosen
WHERE CASE where_field
        WHEN '' THEN true
        WHEN 'trafficking_status' THEN trafficking_status = where_code
        WHEN 'status_decided_by' THEN status_decided_by = where_code
        WHEN 'gender' THEN gender = where_code
        WHEN 'citizenship' THEN list_contains(citizenship, where_code)
        WHEN 'origin_area' THEN origin_area = where_code
        WHEN 'transit_country' THEN transit_country = where_code
        WHEN 'arrival_area' THEN arrival_area = where_code
        WHEN 'exploitation_area' THEN exploitation_area = where_code
        WHEN 'exploitation' THEN list_contains(exploitation, where_code)
        WHEN 'criminal_activity' THEN list_contains(criminal_activity, where_code)
        WHEN 'industry' THEN industry = where_code
        WHEN 'sexual_exploitation_type' THEN list_contains(sexual_exploitation_type, where_code)
        WHEN 'control' THEN list_contains(control, where_code)
        WHEN 'recruitment_method' THEN list_contains(recruitment_method, where_code)
        WHEN 'recruitment_platform' THEN list_contains(recruitment_platform, where_code)
        WHEN 'recruiter_relation' THEN list_contains(recruiter_relation, where_code)
        WHEN 'relationship_to_trafficker' THEN relationship_to_trafficker = where_code
        WHEN 'duration_months' THEN duration_months = where_code
        ELSE false
      END;
