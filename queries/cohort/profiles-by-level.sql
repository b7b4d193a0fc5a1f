-- question: How do density, strength and height run along the spine, against L1 of the same study?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: parameters text 'osteon-default-4': set of parameters; strengths of two sets are not comparable
-- column: level text: level
-- column: levels integer: levels with a density
-- column: vbmd_mean_mg_cm3 number: mean density
-- column: vbmd_to_l1 number: mean ratio to the density of L1 in the same study
-- column: strength_mean_n number: mean strength by these parameters, N
-- column: strength_to_l1 number: mean ratio to the strength of L1 in the same study, by these parameters
-- column: strength_left_out integer: levels whose strength is by other parameters
-- column: height_mean_mm number: mean posterior height, mm
-- chart: bar x=level y=vbmd_to_l1
SELECT
  l.level,
  count(l.vbmd_mg_cm3) AS levels,
  avg(l.vbmd_mg_cm3) AS vbmd_mean_mg_cm3,
  avg(l.vbmd_mg_cm3 / nullif(o.vbmd_mg_cm3, 0)) AS vbmd_to_l1,
  avg(CASE WHEN c.parameter_set = :parameters THEN l.strength_n END) AS strength_mean_n,
  avg(CASE WHEN c.parameter_set = :parameters THEN l.strength_n / nullif(o.strength_n, 0) END) AS strength_to_l1,
  count(CASE WHEN c.parameter_set <> :parameters THEN l.strength_n END) AS strength_left_out,
  avg(l.posterior_height_mm) AS height_mean_mm
FROM current_levels l
JOIN current_results c ON c.site = l.site AND c.month = l.month AND c.study_id = l.study_id
LEFT JOIN current_levels o
  ON o.site = l.site AND o.month = l.month AND o.study_id = l.study_id AND o.level = 'L1' AND o.status = 'assessed'
WHERE l.month BETWEEN :first_month AND :last_month AND (:site = '' OR l.site = :site)
  AND l.status = 'assessed' AND l.likely_level IS NULL
GROUP BY l.level
ORDER BY strpos('CTL', substr(l.level, 1, 1)), length(l.level), l.level
