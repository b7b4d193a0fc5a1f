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
-- column: patients integer: patients with an id
-- chart: line x=month y=studies colour=site
SELECT
  month,
  site,
  count(*) AS studies,
  count_if(outcome = 'assessed') AS assessed,
  count_if(outcome = 'refused') AS refused,
  count_if(outcome = 'failed') AS failed,
  count_if(signed) AS signed,
  count(DISTINCT patient) AS patients
FROM current_results
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
GROUP BY month, site
ORDER BY month, site
