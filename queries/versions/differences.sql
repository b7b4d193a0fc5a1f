-- question: How far do density and strength differ between two sets of parameters?
-- parameter: site text '': site; empty for all
-- parameter: before text 'osteon-default-3': set of parameters
-- parameter: after text 'osteon-default-4': the other one
-- parameter: held yes/no 'no': also results of campaigns that are not released
-- column: measure text: measure with its unit
-- column: levels integer: levels measured with both
-- column: mean_before number: mean by the first
-- column: bias number: mean difference, second less first
-- column: sd number: standard deviation of the difference
-- column: lower_limit number: of agreement, 1.96 standard deviations below the bias
-- column: upper_limit number: above it
WITH latest AS (
  SELECT *
  FROM latest_by_parameters
  WHERE outcome = 'assessed' AND parameter_set IN (:before, :after) AND (:site = '' OR site = :site) AND (:held OR counts)
),
measured AS (
  SELECT v.parameter_set, l.site, l.month, l.study_id, l.level, l.vbmd_mg_cm3, l.strength_n, l.posterior_height_mm
  FROM latest v
  JOIN levels l
    ON l.site = v.site AND l.month = v.month AND l.study_id = v.study_id AND l.assessment_id = v.assessment_id AND l.revision = v.revision
  WHERE l.status = 'assessed'
),
pairs AS (
  SELECT
    b.vbmd_mg_cm3 AS vbmd_before, n.vbmd_mg_cm3 AS vbmd_after,
    b.strength_n AS strength_before, n.strength_n AS strength_after,
    b.posterior_height_mm AS height_before, n.posterior_height_mm AS height_after
  FROM measured b
  JOIN measured n ON n.site = b.site AND n.month = b.month AND n.study_id = b.study_id AND n.level = b.level AND n.parameter_set = :after
  WHERE b.parameter_set = :before
),
differences AS (
  SELECT 'vbmd_mg_cm3' AS measure, vbmd_before AS value_before, vbmd_after - vbmd_before AS difference FROM pairs
  UNION ALL
  SELECT 'strength_n' AS measure, strength_before AS value_before, strength_after - strength_before AS difference FROM pairs
  UNION ALL
  SELECT 'posterior_height_mm' AS measure, height_before AS value_before, height_after - height_before AS difference FROM pairs
)
SELECT
  measure,
  count(difference) AS levels,
  avg(value_before) AS mean_before,
  avg(difference) AS bias,
  stddev_samp(difference) AS sd,
  avg(difference) - 1.96 * stddev_samp(difference) AS lower_limit,
  avg(difference) + 1.96 * stddev_samp(difference) AS upper_limit
FROM differences
WHERE difference IS NOT NULL
GROUP BY measure
ORDER BY measure
