-- question: Which earlier visits were assessed with other parameters than the patient's last one, and have to be assessed again before they are compared?
-- parameter: site text '': site; empty for all
-- column: study_id text: study of the earlier visit
-- column: assessment_id text: its assessment that counts
-- column: site text: site
-- column: patient text: pseudonym of the person (view persons)
-- column: study_date date: of the visit
-- column: parameter_set text: its parameters
-- column: last_parameter_set text: those of the patient's last visit
WITH visits AS (
  SELECT
    c.study_id, c.assessment_id, c.site, p.person AS patient, c.study_date, c.parameter_set, c.parameter_digest,
    row_number() OVER (PARTITION BY c.site, p.person ORDER BY c.study_date DESC, c.study_id DESC) AS from_last
  FROM current_results c
  JOIN persons p ON p.site = c.site AND p.study_id = c.study_id
  WHERE c.outcome = 'assessed' AND (:site = '' OR c.site = :site)
)
SELECT
  v.study_id,
  v.assessment_id,
  v.site,
  v.patient,
  v.study_date,
  v.parameter_set,
  l.parameter_set AS last_parameter_set
FROM visits v
JOIN visits l ON l.site = v.site AND l.patient = v.patient AND l.from_last = 1
WHERE v.parameter_digest <> l.parameter_digest
ORDER BY v.site, v.patient, v.study_date, v.study_id
