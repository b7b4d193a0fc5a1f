-- question: With which voltage, kernel and slices does each scanner scan, and how noisy is that?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: scanner_model text: model
-- column: scanner_serial text: serial number
-- column: kvp number: tube voltage, kV
-- column: kernel text: kernel
-- column: slice_spacing_mm number: mm
-- column: studies integer: studies
-- column: noise_mean_hu number: mean noise, HU
-- column: refused integer: of these refused
SELECT
  scanner_model,
  scanner_serial,
  kvp,
  kernel,
  slice_spacing_mm,
  count(*) AS studies,
  avg(noise_hu) AS noise_mean_hu,
  count_if(outcome = 'refused') AS refused
FROM current_results
WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  AND scanner_model IS NOT NULL
GROUP BY scanner_model, scanner_serial, kvp, kernel, slice_spacing_mm
ORDER BY studies DESC, scanner_model, scanner_serial, kvp, kernel, slice_spacing_mm
