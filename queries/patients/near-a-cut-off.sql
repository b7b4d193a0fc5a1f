-- question: Whose category hangs on one number near a cut-off?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: cut_off number '80': cut-off of density, mg/cm3 (80 osteoporosis, 120 normal)
-- parameter: within number '5': greatest distance from it, mg/cm3
-- column: patient text: pseudonym of the person (view persons); null where the ID does not tell who it is
-- column: study_id text: study
-- column: study_date date: its date
-- column: site text: its site
-- column: density_mg_cm3 number: adjusted where it was adjusted
-- column: distance_mg_cm3 number: from the cut-off; negative below it
-- column: interval_holds_cut_off yes/no: the 95 % interval does
-- column: risk_category text: the most probable one
-- column: risk_probability number: its probability
-- column: would_change_most text: what is missing that would change it most
-- column: risk_settled yes/no: the category is the verdict; no: it is open, the report says uncertain; null in rows of before it was stored
SELECT
  p.person AS patient,
  c.study_id,
  c.study_date,
  c.site,
  coalesce(c.vbmd_adjusted_mg_cm3, c.vbmd_mg_cm3) AS density_mg_cm3,
  coalesce(c.vbmd_adjusted_mg_cm3, c.vbmd_mg_cm3) - :cut_off AS distance_mg_cm3,
  CASE
    WHEN c.vbmd_adjusted_mg_cm3 IS NULL THEN :cut_off BETWEEN c.vbmd_mg_cm3_low AND c.vbmd_mg_cm3_high
    ELSE :cut_off BETWEEN c.vbmd_adjusted_mg_cm3_low AND c.vbmd_adjusted_mg_cm3_high
  END AS interval_holds_cut_off,
  c.risk_category,
  c.risk_probability,
  c.would_change_most,
  c.risk_settled
FROM current_results c
LEFT JOIN persons p ON p.site = c.site AND p.study_id = c.study_id
WHERE c.month BETWEEN :first_month AND :last_month AND (:site = '' OR c.site = :site)
  AND abs(coalesce(c.vbmd_adjusted_mg_cm3, c.vbmd_mg_cm3) - :cut_off) <= :within
ORDER BY abs(coalesce(c.vbmd_adjusted_mg_cm3, c.vbmd_mg_cm3) - :cut_off), c.study_id
