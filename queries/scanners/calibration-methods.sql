-- question: How is each scanner calibrated, and how wide does that make the interval of density?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: scanner_model text: model
-- column: scanner_serial text: serial number
-- column: calibration_method text: method
-- column: studies integer: studies
-- column: slope_mean number: mean slope, mg/cm3 per HU
-- column: half_interval_percent number: mean half width of the 95 % interval of density, % of it
SELECT
  scanner_model,
  scanner_serial,
  calibration_method,
  count(*) AS studies,
  avg(calibration_slope) AS slope_mean,
  avg(50 * (vbmd_mg_cm3_high - vbmd_mg_cm3_low) / nullif(abs(vbmd_mg_cm3), 0)) AS half_interval_percent
FROM current_results
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  AND calibration_method IS NOT NULL
GROUP BY scanner_model, scanner_serial, calibration_method
ORDER BY scanner_model, scanner_serial, calibration_method
