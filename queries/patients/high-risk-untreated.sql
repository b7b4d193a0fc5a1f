-- question: Who is at high risk with neither treatment nor DXA on file, and what speaks against inviting them?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: least_probability number '0.5': least probability of high and very high together
-- parameter: least_age number '50': least age in years
-- column: patient text: pseudonym of the person (view persons); null where the ID does not tell who it is
-- column: study_id text: the study that counts
-- column: study_date date: its date
-- column: site text: its site
-- column: age_years number: years
-- column: sex text: female, male
-- column: risk_category text: the most probable one
-- column: probability_high_or_more number: of high and very high together
-- column: fractured_levels text: levels known or measured to be fractured
-- column: order_given yes/no: an order came with the study; without one nothing is known of treatment and DXA
-- column: reason_to_exclude text: first of: names-unsettled, fractures-not-graded, fracture-unread, density-missing, interval-missing, large-interval; none
-- column: risk_settled yes/no: the category is the verdict; no: it is open, the report says uncertain; null in rows of before it was stored
WITH people AS (
  SELECT c.*, p.person, coalesce(p.person, c.study_id) AS counted_as
  FROM current_results c
  LEFT JOIN persons p ON p.site = c.site AND p.study_id = c.study_id
  WHERE c.month BETWEEN :first_month AND :last_month AND (:site = '' OR c.site = :site) AND c.outcome = 'assessed'
),
latest AS (
  SELECT
    p.*,
    row_number() OVER (PARTITION BY p.site, p.counted_as ORDER BY p.study_date DESC NULLS LAST, p.study_id) AS visit
  FROM people p
)
SELECT
  person AS patient,
  study_id,
  study_date,
  site,
  age_years,
  sex,
  risk_category,
  probability_high + probability_very_high AS probability_high_or_more,
  fractured_levels,
  order_given,
  CASE
    WHEN NOT coalesce(levels_named, FALSE) THEN 'names-unsettled'
    WHEN fractures_unread IS NULL THEN 'fractures-not-graded'
    WHEN fractures_unread > 0 THEN 'fracture-unread'
    WHEN vbmd_mg_cm3 IS NULL THEN 'density-missing'
    WHEN vbmd_mg_cm3_low IS NULL OR vbmd_mg_cm3_high IS NULL THEN 'interval-missing'
    WHEN vbmd_mg_cm3_high - vbmd_mg_cm3_low > 0.5 * vbmd_mg_cm3 THEN 'large-interval'
    ELSE 'none'
  END AS reason_to_exclude,
  risk_settled
FROM latest
WHERE visit = 1
  AND probability_high + probability_very_high >= :least_probability
  AND age_years >= :least_age
  AND coalesce(osteoporosis_treatment, FALSE) = FALSE
  AND dxa_t_score IS NULL
ORDER BY probability_high_or_more DESC, study_id
