/** The statement of a named query as a site may ask it: its parameters by their types, the site being the token's. */
import type { NamedQuery } from '../../shared/queries/named-query.ts';
import { QueryParameterInvalid, queryText } from '../../shared/queries/query-text.ts';
import { ApiFailure } from '../http/api-failure.ts';

export const SITE_PARAMETER = 'site';

/**
 * What it can read is settled where it runs, whatever it says (shared/queries/query-runs.ts); this tells a caller who asks
 * for another site, whose answer would be an empty one.
 *
 * @throws ApiFailure QUERY_SITE_OTHER, REQUEST_INVALID naming the parameter
 */
export function siteSql(
  query: NamedQuery,
  site: string,
  { [SITE_PARAMETER]: asked, ...others }: Readonly<Record<string, string>>,
): string {
  if (asked !== undefined && asked !== site) throw new ApiFailure('QUERY_SITE_OTHER');
  const chooses = query.parameters.some(({ name }) => name === SITE_PARAMETER);
  try {
    return queryText(query, chooses ? { ...others, [SITE_PARAMETER]: site } : others);
  } catch (cause) {
    if (!(cause instanceof QueryParameterInvalid)) throw cause;
    // A name that the query does not have may be anything.
    const known = query.parameters.some(({ name }) => name === cause.parameter);
    const path = known ? `parameters.${cause.parameter}` : 'parameters';
    throw new ApiFailure('REQUEST_INVALID', `not valid: ${path}`, {
      fields: [{ path, required: cause.wanted }],
    });
  }
}
