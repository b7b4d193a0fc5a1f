import { Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { progressView } from '../../../local/command/progress.ts';

/** Collects what is written; `isTTY` stays undefined, as for a file or a pipe. */
function sink(): { stream: NodeJS.WriteStream; text: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  // Of a terminal, progress uses what every stream has and `isTTY`.
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

test('a step that ends is one line with its time', () => {
  const { stream, text } = sink();
  let now = 0;
  const view = progressView(stream, () => now);
  view.started('SolveLevel', 'L1');
  now = 2500;
  view.ended('SolveLevel', 'L1', null);
  expect(text()).toMatch(/^ {2}SolveLevel L1 +2\.5 s\n$/);
});

test('a long step says now and then how far it is, a short one does not', () => {
  const { stream, text } = sink();
  let now = 0;
  const view = progressView(stream, () => now, 1000);
  view.started('LoadCt', null);
  now = 500;
  view.logged('LoadCt', null, { message: 'decoding', progress: 0.1 });
  expect(text()).toBe('');
  now = 1500;
  view.logged('LoadCt', null, { message: 'decoding', progress: 0.5 });
  expect(text()).toContain('LoadCt');
  expect(text()).toContain('decoding 50 %');
});

test('a failed step names its error and log lines without progress are not shown', () => {
  const { stream, text } = sink();
  const view = progressView(stream, () => 0, 0);
  view.started('LoadCt', null);
  view.logged('LoadCt', null, { message: 'some detail' });
  view.ended('LoadCt', null, Object.assign(new Error('x'), { name: 'StudyRefused' }));
  expect(text()).toContain('StudyRefused');
  expect(text()).not.toContain('some detail');
});
