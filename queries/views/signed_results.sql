-- question: What has a reader signed: the last signed revision of each assessment?
-- column: place integer: 1; the columns of assessments come before it
SELECT ranked.*
FROM (
  SELECT
    a.*,
    row_number() OVER (
      PARTITION BY a.site, a.month, a.study_id, a.assessment_id
      ORDER BY a.revision DESC
    ) AS place
  FROM assessments a
  WHERE a.signed
) ranked
WHERE ranked.place = 1
