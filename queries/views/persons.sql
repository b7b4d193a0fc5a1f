-- question: Which studies that count are one person's: of one ID and site, unless issuer, date of birth, sex or age contradict?
-- column: site text: the site that sent the study
-- column: study_id text: a study of a patient whose ID is the patient's own
-- column: person text: the same for all studies of one person; a study that what contradicts can't be told of is left out
WITH named AS (
  SELECT
    c.site,
    c.study_id,
    coalesce(c.patient_any_issuer, c.patient) AS id,
    CASE WHEN c.patient <> c.patient_any_issuer THEN c.patient END AS of_issuer,
    c.patient_born AS born,
    c.sex,
    CASE
      WHEN c.age_years < 89 THEN CAST(date_diff('day', DATE '1900-01-01', c.study_date) AS double) / 365.25 - c.age_years
    END AS born_about
  FROM current_results c
  WHERE c.patient IS NOT NULL
),
by_issuer AS (
  SELECT
    n.*,
    CASE
      WHEN min(n.of_issuer) OVER (PARTITION BY n.site, n.id) <> max(n.of_issuer) OVER (PARTITION BY n.site, n.id) THEN n.of_issuer
      ELSE n.id
    END AS issued
  FROM named n
),
by_birth AS (
  SELECT
    i.*,
    CASE
      WHEN min(i.born) OVER (PARTITION BY i.site, i.issued) <> max(i.born) OVER (PARTITION BY i.site, i.issued) THEN i.issued || '-' || i.born
      ELSE i.issued
    END AS issued_born
  FROM by_issuer i
  WHERE i.issued IS NOT NULL
),
by_sex AS (
  SELECT
    b.*,
    CASE
      WHEN min(b.sex) OVER (PARTITION BY b.site, b.issued_born) <> max(b.sex) OVER (PARTITION BY b.site, b.issued_born) THEN b.issued_born || '-' || b.sex
      ELSE b.issued_born
    END AS person
  FROM by_birth b
  WHERE b.issued_born IS NOT NULL
),
by_age AS (
  SELECT
    s.*,
    max(s.born_about) OVER (PARTITION BY s.site, s.person) - min(s.born_about) OVER (PARTITION BY s.site, s.person) AS years_apart
  FROM by_sex s
  WHERE s.person IS NOT NULL
)
SELECT
  a.site,
  a.study_id,
  a.person
FROM by_age a
WHERE coalesce(a.years_apart, 0) <= 2
