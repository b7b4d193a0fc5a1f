-- question: Do air, blood and fat of a scanner drift from month to month?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: least_studies integer '3': least studies in a month
-- column: site text: site
-- column: scanner_model text: model
-- column: scanner_serial text: serial number
-- column: kvp number: tube voltage, kV
-- column: month text: YYYY-MM
-- column: studies integer: studies without contrast agent
-- column: air_mean_hu number: mean of the air beside the patient
-- column: air_shift_hu number: against all months
-- column: fat_mean_hu number: mean of subcutaneous fat
-- column: fat_shift_hu number: against all months
-- column: blood_mean_hu number: mean of the blood in the aorta
-- column: blood_shift_hu number: against all months
-- column: fat_shift_z number: fat_shift_hu by the standard error of the month's mean; null where it has no spread
-- chart: line x=month y=fat_shift_hu colour=scanner_serial
WITH plain AS (
  SELECT site, scanner_model, scanner_serial, kvp, month, air_hu, fat_hu, blood_hu
  FROM current_results
  WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
    AND scanner_serial IS NOT NULL AND contrast_phase = 'none'
),
scanners AS (
  SELECT site, scanner_serial, kvp, avg(air_hu) AS air_hu, avg(fat_hu) AS fat_hu, avg(blood_hu) AS blood_hu, stddev_samp(fat_hu) AS fat_sd_hu
  FROM plain
  GROUP BY site, scanner_serial, kvp
),
months AS (
  SELECT
    site, scanner_model, scanner_serial, kvp, month, count(*) AS studies, count(fat_hu) AS fat_studies,
    avg(air_hu) AS air_mean_hu, avg(fat_hu) AS fat_mean_hu, avg(blood_hu) AS blood_mean_hu
  FROM plain
  GROUP BY site, scanner_model, scanner_serial, kvp, month
)
SELECT
  m.site, m.scanner_model, m.scanner_serial, m.kvp, m.month, m.studies,
  m.air_mean_hu,
  m.air_mean_hu - s.air_hu AS air_shift_hu,
  m.fat_mean_hu,
  m.fat_mean_hu - s.fat_hu AS fat_shift_hu,
  m.blood_mean_hu,
  m.blood_mean_hu - s.blood_hu AS blood_shift_hu,
  (m.fat_mean_hu - s.fat_hu) / nullif(s.fat_sd_hu / sqrt(CAST(nullif(m.fat_studies, 0) AS double)), 0) AS fat_shift_z
FROM months m
JOIN scanners s ON s.site = m.site AND s.scanner_serial = m.scanner_serial AND s.kvp = m.kvp
WHERE m.studies >= :least_studies
ORDER BY m.site, m.scanner_serial, m.kvp, m.month
