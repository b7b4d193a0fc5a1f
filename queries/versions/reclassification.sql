-- question: Which categories change between two sets of parameters?
-- parameter: site text '': site; empty for all
-- parameter: before text 'osteon-default-3': set of parameters
-- parameter: after text 'osteon-default-4': the other one
-- parameter: held yes/no 'no': also results of campaigns that are not released
-- column: before_category text: by the first; the outcome where nothing decides
-- column: after_category text: by the second
-- column: studies integer: studies with both
-- column: changed yes/no: the two differ
WITH latest AS (
  SELECT *
  FROM latest_by_parameters
  WHERE parameter_set IN (:before, :after) AND (:site = '' OR site = :site) AND (:held OR counts)
)
SELECT
  coalesce(b.risk_category, b.outcome) AS before_category,
  coalesce(n.risk_category, n.outcome) AS after_category,
  count(*) AS studies,
  coalesce(b.risk_category, b.outcome) <> coalesce(n.risk_category, n.outcome) AS changed
FROM latest b
JOIN latest n ON n.site = b.site AND n.month = b.month AND n.study_id = b.study_id AND n.parameter_set = :after
WHERE b.parameter_set = :before
GROUP BY coalesce(b.risk_category, b.outcome), coalesce(n.risk_category, n.outcome)
ORDER BY before_category, after_category
