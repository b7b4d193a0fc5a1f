-- question: Which levels are refused, and for what?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: level text: level
-- column: refusal_code text: code (docs/codes.md)
-- column: levels integer: levels refused for it
-- column: seen integer: all levels of this name
-- column: share number: of these
SELECT
  level,
  refusal_code,
  levels,
  CAST(seen AS bigint) AS seen,
  CAST(levels AS double) / CAST(seen AS double) AS share
FROM (
  SELECT
    level, refusal_code, count(*) AS levels,
    sum(count(*)) OVER (PARTITION BY level) AS seen
  FROM current_levels
  WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  GROUP BY level, refusal_code
) counted
WHERE refusal_code IS NOT NULL
ORDER BY levels DESC, level, refusal_code
