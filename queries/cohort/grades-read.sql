-- question: How do readers' grades differ from the measured ones?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: grade_by text: reader (of a review), order (which names a reading or the history)
-- column: measured_grade integer: null where nothing was measured
-- column: grade integer: that counts instead
-- column: levels integer: levels with both
SELECT
  grade_by,
  grade AS measured_grade,
  grade_counted AS grade,
  count(*) AS levels
FROM current_levels
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  AND grade_by IN ('reader', 'order')
GROUP BY grade_by, grade, grade_counted
ORDER BY grade_by, measured_grade, grade
