-- question: What are studies of each scanner refused for?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: manufacturer text: null where the study was refused before its headers were read
-- column: scanner_model text: model
-- column: scanner_serial text: serial number
-- column: refusal_code text: code (docs/codes.md)
-- column: studies integer: studies refused for it
-- column: of_scanner integer: all studies of the scanner
-- column: share number: of the scanner's studies
-- chart: bar x=refusal_code y=studies colour=scanner_model
WITH counted AS (
  SELECT
    manufacturer, scanner_model, scanner_serial, refusal_code,
    count(*) AS studies,
    sum(count(*)) OVER (PARTITION BY manufacturer, scanner_model, scanner_serial) AS of_scanner
  FROM current_results
  WHERE month BETWEEN :first_month AND :last_month AND (:site = '' OR site = :site)
  GROUP BY manufacturer, scanner_model, scanner_serial, refusal_code
)
SELECT
  manufacturer, scanner_model, scanner_serial, refusal_code, studies,
  CAST(of_scanner AS bigint) AS of_scanner,
  CAST(studies AS double) / CAST(of_scanner AS double) AS share
FROM counted
WHERE refusal_code IS NOT NULL
ORDER BY studies DESC, refusal_code, scanner_model, scanner_serial
