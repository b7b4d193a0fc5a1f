-- question: How did one patient's bone change from visit to visit?
-- parameter: patient text '': pseudonym; empty: every patient with two visits and more
-- parameter: site text '': site; empty for all
-- column: patient text: pseudonym of the person (view persons)
-- column: study_date date: of the visit
-- column: study_id text: study
-- column: visit integer: 1, 2, ...
-- column: vbmd_mg_cm3 number: trabecular density
-- column: vbmd_mg_cm3_low number: lower bound of its interval
-- column: vbmd_mg_cm3_high number: upper bound
-- column: strength_l1_n number: strength that L1 would have, N
-- column: fractured_levels text: levels known or measured to be fractured
-- column: risk_category text: the most probable one
-- column: parameter_set text: numbers of different sets are not comparable
-- column: comparable yes/no: same parameters, calibration method, tube voltage and contrast phase as the visit before; null at the first
-- column: vbmd_change_mg_cm3 number: since the visit before
-- column: years_since number: since the visit before
-- chart: line x=study_date y=vbmd_mg_cm3 colour=patient
WITH visits AS (
  SELECT
    c.*,
    p.person,
    row_number() OVER (PARTITION BY c.site, p.person ORDER BY c.study_date, c.study_id) AS visit,
    count(*) OVER (PARTITION BY c.site, p.person) AS visits,
    lag(c.vbmd_mg_cm3) OVER (PARTITION BY c.site, p.person ORDER BY c.study_date, c.study_id) AS vbmd_before,
    lag(c.study_date) OVER (PARTITION BY c.site, p.person ORDER BY c.study_date, c.study_id) AS date_before,
    lag(c.parameter_digest) OVER (PARTITION BY c.site, p.person ORDER BY c.study_date, c.study_id) AS digest_before,
    lag(c.calibration_method) OVER (PARTITION BY c.site, p.person ORDER BY c.study_date, c.study_id) AS method_before,
    lag(c.kvp) OVER (PARTITION BY c.site, p.person ORDER BY c.study_date, c.study_id) AS kvp_before,
    lag(c.contrast_phase) OVER (PARTITION BY c.site, p.person ORDER BY c.study_date, c.study_id) AS phase_before
  FROM current_results c
  JOIN persons p ON p.site = c.site AND p.study_id = c.study_id
  WHERE c.outcome = 'assessed' AND (:site = '' OR c.site = :site)
    AND (:patient = '' OR p.person = :patient)
)
SELECT
  person AS patient,
  study_date,
  study_id,
  visit,
  vbmd_mg_cm3,
  vbmd_mg_cm3_low,
  vbmd_mg_cm3_high,
  strength_l1_n,
  fractured_levels,
  risk_category,
  parameter_set,
  CASE
    WHEN visit = 1 THEN NULL
    ELSE coalesce(
      parameter_digest = digest_before AND calibration_method = method_before AND kvp = kvp_before AND contrast_phase = phase_before,
      FALSE
    )
  END AS comparable,
  vbmd_mg_cm3 - vbmd_before AS vbmd_change_mg_cm3,
  CAST(date_diff('day', date_before, study_date) AS double) / 365.25 AS years_since
FROM visits
WHERE :patient <> '' OR visits > 1
ORDER BY patient, visit
