-- question: Which assessment of each study counts now: a signed one first, then the latest that did not fail, none of a campaign that is not released?
-- column: place integer: 1; the columns of counted_assessments come before it
SELECT ranked.*
FROM (
  SELECT
    a.*,
    row_number() OVER (
      PARTITION BY a.site, a.study_id
      ORDER BY
        CASE WHEN a.signed THEN 0 ELSE 1 END,
        CASE WHEN a.outcome = 'failed' THEN 1 ELSE 0 END,
        a.assessed_at DESC NULLS LAST,
        a.revision DESC,
        a.assessment_id DESC
    ) AS place
  FROM counted_assessments a
  WHERE a.counts
) ranked
WHERE ranked.place = 1
