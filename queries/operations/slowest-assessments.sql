-- question: Which assessments took longest, and in which state?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: rows integer '20': how many are told
-- column: study_id text: study
-- column: site text: site
-- column: assessment_id text: assessment
-- column: seconds number: all states together, s
-- column: levels integer: levels that were solved
-- column: longest_state text: state, or level, that took longest
-- column: longest_seconds number: its time, s
-- column: cost_usd number: all states together; null on one machine
SELECT
  study_id,
  site,
  assessment_id,
  sum(running_seconds) AS seconds,
  count(level) AS levels,
  max_by(coalesce(level, state), running_seconds) AS longest_state,
  max(running_seconds) AS longest_seconds,
  sum(cost_usd) AS cost_usd
FROM steps
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
GROUP BY study_id, site, assessment_id
ORDER BY seconds DESC, study_id, assessment_id
LIMIT :rows
