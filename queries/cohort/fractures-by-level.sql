-- question: How often is each level fractured, and how badly?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: level text: level
-- column: graded integer: levels with a grade: the reader's where one has read it, else as measured
-- column: grade_1 integer: of these, grade 1
-- column: grade_2 integer: of these, grade 2
-- column: grade_3 integer: of these, grade 3
-- column: share number: grade 1 and more among the graded
-- column: read_intact integer: measured as grade 1 and more, and seen intact by a reader
-- chart: bar x=level y=share
SELECT
  level,
  count(grade_counted) AS graded,
  count_if(grade_counted = 1) AS grade_1,
  count_if(grade_counted = 2) AS grade_2,
  count_if(grade_counted = 3) AS grade_3,
  CAST(count_if(grade_counted >= 1) AS double) / CAST(count(grade_counted) AS double) AS share,
  count_if(grade >= 1 AND coalesce(known_fracture, '') = 'read-intact') AS read_intact
FROM current_levels
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  AND grade_counted IS NOT NULL AND likely_level IS NULL
GROUP BY level
ORDER BY strpos('CTL', substr(level, 1, 1)), length(level), level
