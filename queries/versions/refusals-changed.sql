-- question: Which refusals come and go between two sets of parameters?
-- parameter: site text '': site; empty for all
-- parameter: before text 'osteon-default-2': set of parameters
-- parameter: after text 'osteon-default-3': the other one
-- column: before_refusal text: code by the first; null where it was assessed
-- column: after_refusal text: code by the second
-- column: studies integer: studies with both
WITH latest AS (
  SELECT
    a.*,
    row_number() OVER (PARTITION BY a.site, a.month, a.study_id, a.parameter_set ORDER BY a.assessed_at DESC NULLS LAST, a.revision DESC, a.assessment_id DESC) AS place
  FROM assessments a
  WHERE a.outcome <> 'failed' AND a.parameter_set IN (:before, :after) AND (:site = '' OR a.site = :site)
)
SELECT
  b.refusal_code AS before_refusal,
  n.refusal_code AS after_refusal,
  count(*) AS studies
FROM latest b
JOIN latest n ON n.site = b.site AND n.month = b.month AND n.study_id = b.study_id AND n.parameter_set = :after AND n.place = 1
WHERE b.parameter_set = :before AND b.place = 1 AND coalesce(b.refusal_code, '') <> coalesce(n.refusal_code, '')
GROUP BY b.refusal_code, n.refusal_code
ORDER BY studies DESC, before_refusal, after_refusal
