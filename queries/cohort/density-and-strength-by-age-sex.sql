-- question: What density and strength do men and women have at each age?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: parameters text 'osteon-default-4': set of parameters; strengths of two sets are not comparable
-- parameter: band_years integer '10': width of an age band
-- column: sex text: female, male
-- column: age_from integer: first year of the band
-- column: studies integer: studies with a density
-- column: vbmd_mean_mg_cm3 number: mean
-- column: vbmd_sd_mg_cm3 number: standard deviation; null for one study
-- column: strength_studies integer: studies with a strength by these parameters
-- column: strength_mean_n number: mean strength that L1 would have, N
-- column: strength_sd_n number: its standard deviation
-- column: strength_left_out integer: studies whose strength is by other parameters
-- chart: line x=age_from y=vbmd_mean_mg_cm3 colour=sex
SELECT
  sex,
  CAST(floor(age_years / :band_years) * :band_years AS integer) AS age_from,
  count(vbmd_mg_cm3) AS studies,
  avg(vbmd_mg_cm3) AS vbmd_mean_mg_cm3,
  stddev_samp(vbmd_mg_cm3) AS vbmd_sd_mg_cm3,
  count(CASE WHEN parameter_set = :parameters THEN strength_l1_n END) AS strength_studies,
  avg(CASE WHEN parameter_set = :parameters THEN strength_l1_n END) AS strength_mean_n,
  stddev_samp(CASE WHEN parameter_set = :parameters THEN strength_l1_n END) AS strength_sd_n,
  count(CASE WHEN parameter_set <> :parameters THEN strength_l1_n END) AS strength_left_out
FROM current_results
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  AND outcome = 'assessed' AND sex IS NOT NULL AND age_years IS NOT NULL
GROUP BY sex, CAST(floor(age_years / :band_years) * :band_years AS integer)
ORDER BY sex, age_from
