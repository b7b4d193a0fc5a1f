-- question: In which state does processing fail, and why?
-- parameter: site text '': site; empty for all
-- parameter: first_month month '0000-00': first month of studies; 0000-00 is that of studies without a date
-- parameter: last_month month '9999-99': last month
-- column: fault_state text: state of the state machine
-- column: fault_code text: code (docs/codes.md)
-- column: software_version text: version and commit
-- column: assessments integer: assessments that failed
-- column: mended integer: of these, studies that have a result by now
SELECT
  a.fault_state,
  a.fault_code,
  a.software_version,
  count(*) AS assessments,
  count_if(c.outcome <> 'failed') AS mended
FROM assessments a
JOIN current_results c ON c.site = a.site AND c.study_id = a.study_id
WHERE a.month BETWEEN :first_month AND :last_month AND (:site = '' OR a.site = :site) AND a.outcome = 'failed'
GROUP BY a.fault_state, a.fault_code, a.software_version
ORDER BY assessments DESC, a.fault_state, a.fault_code, a.software_version
