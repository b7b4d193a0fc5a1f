-- question: How many studies are assessed, refused and failed in each month?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: month text: YYYY-MM of the study
-- column: site text: site
-- column: studies integer: studies
-- column: assessed integer: of these
-- column: refused integer: of these
-- column: failed integer: of these
-- column: signed integer: of these
-- column: patients integer: persons (view persons)
-- chart: line x=month y=studies colour=site
SELECT
  c.month,
  c.site,
  count(*) AS studies,
  count_if(c.outcome = 'assessed') AS assessed,
  count_if(c.outcome = 'refused') AS refused,
  count_if(c.outcome = 'failed') AS failed,
  count_if(c.signed) AS signed,
  count(DISTINCT p.person) AS patients
FROM current_results c
LEFT JOIN persons p ON p.site = c.site AND p.study_id = c.study_id
WHERE c.month BETWEEN :first_month AND :last_month AND (:site = '' OR c.site = :site)
GROUP BY c.month, c.site
ORDER BY c.month, c.site
