-- question: What time and money does each state of the chain take?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: state text: state of the state machine
-- column: runs integer: runs, each level its own
-- column: retried integer: of these, with more than one call
-- column: failed integer: of these, that ended with an error
-- column: mean_seconds number: mean time, s
-- column: longest_seconds number: longest time, s
-- column: gb_seconds number: sum; null on one machine
-- column: cost_usd number: sum; null on one machine
-- column: cost_share number: of all states
-- chart: bar x=state y=mean_seconds
SELECT
  state,
  count(*) AS runs,
  count_if(attempts > 1) AS retried,
  count_if(error IS NOT NULL) AS failed,
  avg(running_seconds) AS mean_seconds,
  max(running_seconds) AS longest_seconds,
  sum(gb_seconds) AS gb_seconds,
  sum(cost_usd) AS cost_usd,
  sum(cost_usd) / nullif(sum(sum(cost_usd)) OVER (), 0) AS cost_share
FROM steps
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
GROUP BY state
ORDER BY sum(running_seconds) DESC, state
