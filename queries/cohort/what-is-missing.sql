-- question: What that is not known would change most verdicts?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: item text: what is missing
-- column: studies integer: studies in which it would change most
-- column: unsure_studies integer: of these, with a probability of the category below two thirds
-- chart: bar x=item y=studies
SELECT
  would_change_most AS item,
  count(*) AS studies,
  count_if(coalesce(CAST(risk_probability AS double) * 3 < 2, FALSE)) AS unsure_studies
FROM current_results
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  AND would_change_most IS NOT NULL
GROUP BY would_change_most
ORDER BY studies DESC, item
