import { afterEach, expect, test, vi } from 'vitest';

import {
  AUTHORIZATION_VARIABLE,
  authorizationOf,
  serviceRoot,
  webAddress,
} from '../../../local/dicomweb/service.ts';

afterEach(() => vi.unstubAllEnvs());

test('who asks is said by a token, or else by the variable, or by nobody', () => {
  vi.stubEnv(AUTHORIZATION_VARIABLE, '');
  expect(authorizationOf(null)).toBeNull();
  vi.stubEnv(AUTHORIZATION_VARIABLE, ' Basic c2VjcmV0OnNlY3JldA== \n');
  expect(authorizationOf(null)).toBe('Basic c2VjcmV0OnNlY3JldA==');
  expect(authorizationOf('abc')).toBe('Bearer abc');
});

test.each(['secret', 'Bearer', 'Bearer a\nX-Other: secret', 'Bearer sécret'])(
  'a variable that is no header is refused and not repeated: %j',
  (value) => {
    vi.stubEnv(AUTHORIZATION_VARIABLE, value);
    expect(() => authorizationOf(null)).toThrow(`${AUTHORIZATION_VARIABLE}: found no value`);
    expect(() => authorizationOf(null)).not.toThrow(/s.cret/);
  },
);

test('an address is that of the service, however it was typed', () => {
  expect(webAddress('--x', 'https://pacs:8443/web/studies//')).toBe('https://pacs:8443/web/studies');
  expect(serviceRoot('https://pacs:8443/web/studies')).toBe('https://pacs:8443/web');
  expect(serviceRoot('https://pacs/my-studies')).toBe('https://pacs/my-studies');
});
