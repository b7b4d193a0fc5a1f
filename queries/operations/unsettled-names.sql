-- question: In which studies are level names not settled, and which name would settle them?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: study_id text: study
-- column: site text: site
-- column: study_date date: its date
-- column: level text: the position whose name is surest
-- column: likely_level text: its likeliest name
-- column: likely_level_probability number: its probability
-- column: levels_assessed integer: levels that were assessed
SELECT
  c.study_id,
  c.site,
  c.study_date,
  l.level,
  l.likely_level,
  l.likely_level_probability,
  c.levels_assessed
FROM current_results c
JOIN (
  SELECT
    o.*,
    row_number() OVER (PARTITION BY o.site, o.month, o.study_id ORDER BY o.likely_level_probability DESC, o.level) AS surest
  FROM current_levels o
  WHERE o.likely_level IS NOT NULL
) l ON l.site = c.site AND l.month = c.month AND l.study_id = c.study_id AND l.surest = 1
WHERE c.month BETWEEN :first_month AND :last_month AND (:site = '' OR c.site = :site) AND NOT c.levels_named
ORDER BY l.likely_level_probability, c.study_id
