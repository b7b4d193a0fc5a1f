-- question: What did each campaign change, what did it take, and does it count?
-- parameter: site text '': site; empty for all
-- column: campaign text: the campaign
-- column: started_at time: its last execution
-- column: decision text: running, held or released
-- column: parameter_set text: its parameters
-- column: studies integer: that it assesses
-- column: ended integer: that have an assessment by it, a failed one among them
-- column: compared integer: with their former result
-- column: beyond_limits integer: what changed by more than is allowed
-- column: density_bias_mg_cm3 number: mean change of the density of a study
-- column: categories_moved integer: studies whose overall category changed
-- column: hours number: of its assessments, one after the other
-- column: cost_usd number: of the same; null on one machine
WITH members AS (
  SELECT campaign, site, study_id, assessment_id FROM campaign_studies
),
ended AS (
  SELECT m.campaign, count(DISTINCT a.study_id) AS ended
  FROM members m
  JOIN assessments a ON a.site = m.site AND a.study_id = m.study_id AND a.assessment_id = m.assessment_id
  GROUP BY m.campaign
),
spent AS (
  SELECT m.campaign, sum(s.running_seconds) AS seconds, sum(s.cost_usd) AS cost_usd
  FROM members m
  JOIN steps s ON s.site = m.site AND s.study_id = m.study_id AND s.assessment_id = m.assessment_id
  GROUP BY m.campaign
),
changed AS (
  SELECT
    m.campaign,
    max(CASE WHEN m.measure = 'vbmd' THEN m.bias END) AS density_bias_mg_cm3,
    max(CASE WHEN m.measure = 'risk_category' THEN m.moved END) AS categories_moved
  FROM campaign_measures m
  JOIN (
    SELECT campaign, min(part) AS part FROM campaign_measures GROUP BY campaign
  ) p ON p.campaign = m.campaign AND p.part = m.part
  GROUP BY m.campaign
)
SELECT
  c.campaign,
  c.started_at,
  c.decision,
  c.parameter_set,
  c.studies,
  coalesce(e.ended, 0) AS ended,
  c.compared,
  c.beyond_limits,
  d.density_bias_mg_cm3,
  d.categories_moved,
  t.seconds / 3600.0 AS hours,
  t.cost_usd
FROM campaigns c
LEFT JOIN ended e ON e.campaign = c.campaign
LEFT JOIN spent t ON t.campaign = c.campaign
LEFT JOIN changed d ON d.campaign = c.campaign
WHERE :site = '' OR c.site = :site
ORDER BY c.started_at, c.campaign
