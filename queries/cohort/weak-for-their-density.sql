-- question: Which studies have a normal density and a low strength for age and sex?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: most_z number '-1': greatest strength in standard deviations (modelled reference)
-- column: study_id text: study
-- column: site text: site
-- column: study_date date: its date
-- column: age_years number: years
-- column: sex text: female, male
-- column: vbmd_mg_cm3 number: density
-- column: strength_l1_n number: strength that L1 would have, N
-- column: strength_z number: against the average of age and sex
SELECT study_id, site, study_date, age_years, sex, vbmd_mg_cm3, strength_l1_n, strength_z
FROM current_results
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  AND density_category = 'normal' AND strength_z <= :most_z
ORDER BY strength_z, study_id
