-- question: Which remarks on quality does each scanner get?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: scanner_model text: model
-- column: flag text: code (docs/codes.md)
-- column: studies integer: studies with it
SELECT
  c.scanner_model,
  t.flag,
  count(*) AS studies
FROM current_results c
CROSS JOIN UNNEST(split(c.flags, ' ')) AS t(flag)
WHERE c.month BETWEEN :first_month AND :last_month AND (:site = '' OR c.site = :site) AND c.flags <> ''
GROUP BY c.scanner_model, t.flag
ORDER BY studies DESC, c.scanner_model, t.flag
