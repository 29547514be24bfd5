-- A keyed hash of the rows as a multiset: the sum of each row's keyed SHA-256, in four lanes of 64
-- bits, so that neither the order of rows nor their random row_id changes what a submission is, and
-- ten million rows need no sorting. Source: Clarke and others (2003), Incremental Multiset Hash
-- Functions (MSet-Add-Hash), ASIACRYPT. chr(31) parts fields, chr(30) parts the codes of a list,
-- chr(1) is "not recorded"; none of them can be in a code.
SELECT
    count(*) AS rows,
    coalesce(sum(('0x' || substr(row_hash, 1, 16))::UBIGINT), 0)::VARCHAR AS lane_1,
    coalesce(sum(('0x' || substr(row_hash, 17, 16))::UBIGINT), 0)::VARCHAR AS lane_2,
    coalesce(sum(('0x' || substr(row_hash, 33, 16))::UBIGINT), 0)::VARCHAR AS lane_3,
    coalesce(sum(('0x' || substr(row_hash, 49, 16))::UBIGINT), 0)::VARCHAR AS lane_4
FROM (
    SELECT sha256(concat_ws(chr(31), $key,
        people::VARCHAR,
        coalesce(partner, chr(1)),
        coalesce(partner_type, chr(1)),
        coalesce(registered_year::VARCHAR, chr(1)),
        coalesce(registered_quarter::VARCHAR, chr(1)),
        coalesce(trafficking_status, chr(1)),
        coalesce(status_decided_by, chr(1)),
        coalesce(gender, chr(1)),
        coalesce(age_from::VARCHAR, chr(1)),
        coalesce(age_to::VARCHAR, chr(1)),
        coalesce(age_basis, chr(1)),
        coalesce(array_to_string(citizenship, chr(30)), chr(1)),
        coalesce(origin_area, chr(1)),
        coalesce(exploitation_country, chr(1)),
        coalesce(exploitation_area, chr(1)),
        coalesce(referral_country, chr(1)),
        coalesce(array_to_string(exploitation, chr(30)), chr(1)),
        coalesce(array_to_string(criminal_activity, chr(30)), chr(1)),
        coalesce(industry, chr(1)),
        coalesce(array_to_string(sexual_exploitation_type, chr(30)), chr(1)),
        coalesce(array_to_string(control, chr(30)), chr(1)),
        coalesce(array_to_string(recruitment_method, chr(30)), chr(1)),
        coalesce(array_to_string(recruitment_platform, chr(30)), chr(1)),
        coalesce(array_to_string(recruiter_relation, chr(30)), chr(1)),
        coalesce(relationship_to_trafficker, chr(1)),
        coalesce(duration_months, chr(1)),
        coalesce(consent_to_share::VARCHAR, chr(1)),
        -- Fields that came later, each under its name and only where recorded (concat_ws passes
        -- over nulls): rows without them are hashed as they were before there were such fields.
        'transit_country' || chr(30) || array_to_string(transit_country, chr(30)),
        'arrival_area' || chr(30) || arrival_area
    )) AS row_hash
    FROM read_parquet($cases)
)
