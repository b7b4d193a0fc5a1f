-- question: Which versions of software and parameters made the results that count?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: software_version text: version and commit
-- column: parameter_set text: named set of parameters
-- column: parameter_digest text: its digest
-- column: studies integer: studies whose result that counts is by it
-- column: superseded integer: assessments by it that count no more
SELECT
  a.software_version,
  a.parameter_set,
  a.parameter_digest,
  count(c.study_id) AS studies,
  count_if(c.study_id IS NULL) AS superseded
FROM assessments a
LEFT JOIN current_results c
  ON c.site = a.site AND c.month = a.month AND c.study_id = a.study_id AND c.assessment_id = a.assessment_id AND c.revision = a.revision
WHERE a.month BETWEEN :first_month AND :last_month AND (:site = '' OR a.site = :site)
GROUP BY a.software_version, a.parameter_set, a.parameter_digest
ORDER BY studies DESC, a.software_version, a.parameter_set, a.parameter_digest
