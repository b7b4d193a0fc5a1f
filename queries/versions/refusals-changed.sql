-- question: Which refusals come and go between two sets of parameters?
-- parameter: site text '': site; empty for all
-- parameter: before text 'osteon-default-3': set of parameters
-- parameter: after text 'osteon-default-4': the other one
-- parameter: held yes/no 'no': also results of campaigns that are not released
-- column: before_refusal text: code by the first; null where it was assessed
-- column: after_refusal text: code by the second
-- column: studies integer: studies with both
WITH latest AS (
  SELECT *
  FROM latest_by_parameters
  WHERE parameter_set IN (:before, :after) AND (:site = '' OR site = :site) AND (:held OR counts)
)
SELECT
  b.refusal_code AS before_refusal,
  n.refusal_code AS after_refusal,
  count(*) AS studies
FROM latest b
JOIN latest n ON n.site = b.site AND n.month = b.month AND n.study_id = b.study_id AND n.parameter_set = :after
WHERE b.parameter_set = :before AND coalesce(b.refusal_code, '') <> coalesce(n.refusal_code, '')
GROUP BY b.refusal_code, n.refusal_code
ORDER BY studies DESC, before_refusal, after_refusal
