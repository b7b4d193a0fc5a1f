-- question: How does strength go with density, for men and women?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: parameters text 'osteon-default-4': set of parameters; strengths of two sets are not comparable
-- column: sex text: female, male
-- column: levels integer: levels with both, the strength by these parameters
-- column: correlation number: of strength and density
-- column: slope_n_per_mg_cm3 number: of strength on density, N per mg/cm3
-- column: intercept_n number: strength at a density of 0, N
-- column: left_out integer: levels whose strength is by other parameters
SELECT
  c.sex,
  count(CASE WHEN c.parameter_set = :parameters THEN l.strength_n END) AS levels,
  corr(CASE WHEN c.parameter_set = :parameters THEN l.strength_n END, l.vbmd_mg_cm3) AS correlation,
  regr_slope(CASE WHEN c.parameter_set = :parameters THEN l.strength_n END, l.vbmd_mg_cm3) AS slope_n_per_mg_cm3,
  regr_intercept(CASE WHEN c.parameter_set = :parameters THEN l.strength_n END, l.vbmd_mg_cm3) AS intercept_n,
  count(CASE WHEN c.parameter_set <> :parameters THEN l.strength_n END) AS left_out
FROM current_levels l
JOIN current_results c ON c.site = l.site AND c.month = l.month AND c.study_id = l.study_id
WHERE l.month BETWEEN :first_month AND :last_month AND (:site = '' OR l.site = :site)
  AND l.strength_n IS NOT NULL AND l.vbmd_mg_cm3 IS NOT NULL AND c.sex IS NOT NULL
GROUP BY c.sex
ORDER BY c.sex
