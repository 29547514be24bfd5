-- What is compared beside the keys, for each row: sex and citizenship where one is recorded, and
-- the age where it was counted at registration, since that alone gives years of birth.
SELECT
    row_id,
    coalesce(partner, '') AS partner,
    CASE WHEN gender IN ('Masculine', 'Feminine') THEN gender END AS sex,
    CASE
        WHEN len(list_filter(citizenship, lambda code: code <> 'ZZ')) = 1
        THEN list_filter(citizenship, lambda code: code <> 'ZZ')[1]
    END AS citizenship,
    CASE WHEN age_basis = 'at_registration' THEN registered_year END AS registered,
    CASE WHEN age_basis = 'at_registration' THEN age_from END AS age_from,
    CASE WHEN age_basis = 'at_registration' THEN age_to END AS age_to
FROM read_parquet($cases)
ORDER BY row_id
