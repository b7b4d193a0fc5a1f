-- question: Which assessment of each study is the latest that did not fail, for each set of parameters?
-- column: place integer: 1; the columns of counted_assessments come before it
SELECT ranked.*
FROM (
  SELECT
    a.*,
    row_number() OVER (
      PARTITION BY a.site, a.month, a.study_id, a.parameter_set
      ORDER BY
        CASE WHEN a.counts THEN 0 ELSE 1 END,
        a.assessed_at DESC NULLS LAST,
        a.revision DESC,
        a.assessment_id DESC
    ) AS place
  FROM counted_assessments a
  WHERE a.outcome <> 'failed'
) ranked
WHERE ranked.place = 1
