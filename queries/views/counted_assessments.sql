-- question: Which assessments may count: all but those of campaigns that are not released and that nobody has signed?
-- column: counts yes/no: it may; the columns of assessments come before it
SELECT
  a.*,
  a.signed OR coalesce(c.released, TRUE) AS counts
FROM assessments a
LEFT JOIN (
  SELECT site, study_id, assessment_id, count_if(released) > 0 AS released
  FROM campaign_studies
  GROUP BY site, study_id, assessment_id
) c
  ON c.site = a.site AND c.study_id = a.study_id AND c.assessment_id = a.assessment_id
