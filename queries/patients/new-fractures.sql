-- question: Which levels were intact at one visit and fractured at a later one?
-- parameter: site text '': site; empty for all
-- parameter: least_grade integer '1': least grade at the later visit
-- column: patient text: pseudonym of the person (view persons)
-- column: site text: site
-- column: level text: level
-- column: intact_on date: last visit with grade 0
-- column: fractured_on date: first visit after it with the grade
-- column: grade integer: then: the reader's where one has read it, else as measured
-- column: needs_reader yes/no: nobody has read it
-- column: comparable yes/no: both visits were assessed with the same parameters; where not, assess the earlier one again (visits-to-reassess)
WITH graded AS (
  SELECT
    l.site, p.person AS patient, l.level, l.study_date, l.study_id, l.grade_counted AS grade, l.needs_reader, c.parameter_digest,
    lag(l.grade_counted) OVER (PARTITION BY l.site, p.person, l.level ORDER BY l.study_date, l.study_id) AS grade_before,
    lag(l.study_date) OVER (PARTITION BY l.site, p.person, l.level ORDER BY l.study_date, l.study_id) AS date_before,
    lag(c.parameter_digest) OVER (PARTITION BY l.site, p.person, l.level ORDER BY l.study_date, l.study_id) AS digest_before
  FROM current_levels l
  JOIN current_results c
    ON c.site = l.site AND c.month = l.month AND c.study_id = l.study_id
    AND c.assessment_id = l.assessment_id AND c.revision = l.revision
  JOIN persons p ON p.site = l.site AND p.study_id = l.study_id
  WHERE l.grade_counted IS NOT NULL AND l.likely_level IS NULL
    AND (:site = '' OR l.site = :site)
)
SELECT
  patient,
  site,
  level,
  date_before AS intact_on,
  study_date AS fractured_on,
  grade,
  needs_reader,
  parameter_digest = digest_before AS comparable
FROM graded
WHERE grade_before = 0 AND grade >= :least_grade
ORDER BY fractured_on, patient, level
