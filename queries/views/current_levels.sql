-- question: What are the levels of the assessments that count now?
-- column: level text: among the columns of levels, which it all has
-- column: grade_counted integer: grade_in_force; where rows were written before it was stored, what known_fracture and the measured grade make of it
SELECT
  l.*,
  CAST(coalesce(
    l.grade_in_force,
    CASE
      WHEN l.known_fracture IN ('read-intact', 'by-accident') THEN 0
      WHEN l.known_fracture IN ('read-fractured', 'in-history') THEN greatest(1, coalesce(l.grade, 1))
      ELSE l.grade
    END
  ) AS bigint) AS grade_counted
FROM levels l
JOIN current_results c
  ON c.site = l.site AND c.month = l.month AND c.study_id = l.study_id
  AND c.assessment_id = l.assessment_id AND c.revision = l.revision
