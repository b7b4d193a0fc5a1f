-- question: Who lost density faster than expected between the first and the last comparable visit?
-- parameter: site text '': site; empty for all
-- parameter: least_loss number '3': least loss, mg/cm3 a year
-- parameter: least_years number '0.9': least time between the two visits, years
-- column: patient text: pseudonym of the person (view persons)
-- column: site text: site
-- column: first_date date: first visit
-- column: last_date date: last visit
-- column: first_vbmd_mg_cm3 number: density at the first
-- column: last_vbmd_mg_cm3 number: density at the last
-- column: years number: between them
-- column: loss_mg_cm3_a_year number: positive for a loss
WITH ends AS (
  SELECT
    c.site,
    p.person AS patient,
    min(c.study_date) AS first_date,
    max(c.study_date) AS last_date,
    min_by(c.vbmd_mg_cm3, c.study_date) AS first_vbmd_mg_cm3,
    max_by(c.vbmd_mg_cm3, c.study_date) AS last_vbmd_mg_cm3
  FROM current_results c
  JOIN persons p ON p.site = c.site AND p.study_id = c.study_id
  WHERE c.outcome = 'assessed' AND c.vbmd_mg_cm3 IS NOT NULL
    AND (:site = '' OR c.site = :site)
  GROUP BY c.site, p.person, c.parameter_digest, c.calibration_method, c.kvp, c.contrast_phase
),
rates AS (
  SELECT
    ends.*,
    CAST(date_diff('day', first_date, last_date) AS double) / 365.25 AS years
  FROM ends
)
SELECT
  patient,
  site,
  first_date,
  last_date,
  first_vbmd_mg_cm3,
  last_vbmd_mg_cm3,
  years,
  (first_vbmd_mg_cm3 - last_vbmd_mg_cm3) / years AS loss_mg_cm3_a_year
FROM rates
WHERE years >= :least_years AND first_vbmd_mg_cm3 - last_vbmd_mg_cm3 >= :least_loss * years
ORDER BY loss_mg_cm3_a_year DESC, patient
