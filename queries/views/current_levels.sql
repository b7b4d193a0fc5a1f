-- question: What are the levels of the assessments that count now?
-- column: level text: among the columns of levels, which it all has
SELECT l.*
FROM levels l
JOIN current_results c
  ON c.site = l.site AND c.month = l.month AND c.study_id = l.study_id
  AND c.assessment_id = l.assessment_id AND c.revision = l.revision
