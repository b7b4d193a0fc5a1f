-- question: How are the categories of risk spread over age and sex?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: sex text: female, male
-- column: age_from integer: first year of the decade
-- column: risk_category text: category
-- column: studies integer: studies
-- column: share number: of the studies of this sex and decade
-- column: open_verdicts integer: of these, verdicts that are open between this category and another (rows of before it was stored tell none)
-- chart: bar x=age_from y=studies colour=risk_category
WITH counted AS (
  SELECT
    sex,
    CAST(floor(age_years / 10) * 10 AS integer) AS age_from,
    risk_category,
    count(*) AS studies,
    count_if(NOT risk_settled) AS open_verdicts
  FROM current_results
  WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
    AND risk_category IS NOT NULL AND sex IS NOT NULL AND age_years IS NOT NULL
  GROUP BY sex, CAST(floor(age_years / 10) * 10 AS integer), risk_category
)
SELECT
  sex,
  age_from,
  risk_category,
  studies,
  CAST(studies AS double) / CAST(sum(studies) OVER (PARTITION BY sex, age_from) AS double) AS share,
  open_verdicts
FROM counted
ORDER BY sex, age_from, risk_category
