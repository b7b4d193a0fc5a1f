-- question: Which patient IDs have studies that are not joined as one person's, as issuer, date of birth, sex or age contradict?
-- parameter: site text '': site; empty for all
-- column: patient text: pseudonym of the ID, whoever gave it
-- column: site text: site
-- column: studies integer: studies with this ID that count
-- column: persons integer: whom they are told apart into
-- column: left_out integer: studies that are joined with no other, as they do not say what tells the persons apart
-- column: issuers integer: different issuers
-- column: birth_dates integer: different dates of birth
-- column: sexes integer: different sexes
WITH studies AS (
  SELECT
    c.site,
    c.study_id,
    coalesce(c.patient_any_issuer, c.patient) AS patient,
    CASE WHEN c.patient <> c.patient_any_issuer THEN c.patient END AS of_issuer,
    c.patient_born,
    c.sex,
    p.person
  FROM current_results c
  LEFT JOIN persons p ON p.site = c.site AND p.study_id = c.study_id
  WHERE c.patient IS NOT NULL AND (:site = '' OR c.site = :site)
)
SELECT
  patient,
  site,
  count(*) AS studies,
  count(DISTINCT person) AS persons,
  count_if(person IS NULL) AS left_out,
  count(DISTINCT of_issuer) AS issuers,
  count(DISTINCT patient_born) AS birth_dates,
  count(DISTINCT sex) AS sexes
FROM studies
GROUP BY patient, site
HAVING count(DISTINCT person) <> 1 OR count_if(person IS NULL) > 0
ORDER BY site, patient
