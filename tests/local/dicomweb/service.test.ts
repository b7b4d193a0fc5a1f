import { afterEach, expect, test, vi } from 'vitest';

import {
  AUTHORIZATION_VARIABLE,
  authorizationOf,
  requireSafe,
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

test.each([
  ['http://pacs/web', 'Bearer secret', true],
  ['http://127.0.0.1.pacs.example/web', 'Bearer secret', true],
  ['http://pacs/web', null, false],
  ['https://pacs/web', 'Bearer secret', false],
  ['http://localhost:8042/web', 'Basic secret', false],
  ['http://127.0.0.1:8042/web', 'Basic secret', false],
  ['http://[::1]:8042/web', 'Basic secret', false],
])(
  'over a network a credential goes by https alone, unless the site allows http: %s with %s',
  (url, authorization, refused) => {
    const ask = (overHttp: boolean) => () => {
      requireSafe('--to', { url, authorization }, overHttp);
    };
    if (refused) {
      expect(ask(false)).toThrow(
        /^--to: found http with a credential, .*; required: https, .*--allow-token-over-http$/,
      );
      expect(ask(false)).not.toThrow(/secret/);
    } else expect(ask(false)).not.toThrow();
    // A site whose network has no https may say so.
    expect(ask(true)).not.toThrow();
  },
);
