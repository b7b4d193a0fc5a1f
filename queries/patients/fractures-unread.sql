-- question: Which vertebral fractures were measured and have been read by nobody?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- parameter: least_grade integer '1': least grade, 1 to 3
-- column: patient text: pseudonym of the person (view persons); null where the ID does not tell who it is
-- column: study_id text: study
-- column: study_date date: its date
-- column: site text: its site
-- column: level text: level
-- column: grade integer: as measured (Genant)
-- column: shape text: wedge, biconcave, crush
-- column: greatest_loss_percent number: greatest of the three height losses, %
-- column: days_open integer: from the study to the newest study of the site
WITH newest AS (
  SELECT site, max(study_date) AS study_date
  FROM current_results
  GROUP BY site
)
SELECT
  p.person AS patient,
  l.study_id,
  l.study_date,
  l.site,
  l.level,
  l.grade,
  l.shape,
  greatest(coalesce(l.wedge_loss_percent, 0), coalesce(l.biconcave_loss_percent, 0), coalesce(l.crush_loss_percent, 0)) AS greatest_loss_percent,
  date_diff('day', l.study_date, n.study_date) AS days_open
FROM current_levels l
JOIN newest n ON n.site = l.site
LEFT JOIN persons p ON p.site = l.site AND p.study_id = l.study_id
WHERE l.month BETWEEN :first_month AND :last_month AND (:site = '' OR l.site = :site) AND l.grade >= :least_grade AND l.needs_reader AND l.known_fracture IS NULL
ORDER BY l.grade DESC, l.study_date, l.study_id, l.level
