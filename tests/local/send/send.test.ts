/** The command as its user runs it, against a server whose executions the test answers for. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, test } from 'vitest';

import { studyManifestSchema } from '../../../contracts/study.ts';
import { assessmentKey } from '../../../lambdas/shared/artifacts.ts';
import type { ListedStore } from '../../../lambdas/shared/object-store.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import type { RunExecution } from '../../../local/serve/assessment-queue.ts';
import { startServer, type Server } from '../../../local/serve/server.ts';
import { runCommand, scratchFolder, startCommand } from '../../pipeline/command.ts';
import { series } from '../../spine/ct/ct-series.ts';

const MAIN = fileURLToPath(new URL('../../../local/send/main.ts', import.meta.url));
const FILES = series().map((bytes, n) => ({ name: `IM${n + 1}.dcm`, bytes }));

const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

/** What an execution leaves, in place of one. */
const leaves =
  (outcome: 'assessed' | 'refused') =>
  (store: ListedStore): RunExecution =>
  async (input) => {
    const put = (name: string, text: string) =>
      store.put(assessmentKey(input, name), new TextEncoder().encode(text));
    await put('report.pdf', '%PDF');
    const refusal = outcome === 'refused' ? { code: 'GANTRY_TILT' } : null;
    await put('result.json', JSON.stringify({ outcome, refusal, fault: null }));
  };

async function started(run: (store: ListedStore) => RunExecution, root = scratchFolder(), port = 0) {
  const store = folderObjectStore(root);
  const server = await startServer({
    out: root,
    store,
    host: '127.0.0.1',
    port,
    publicUrl: null,
    tokenHours: 1,
    run: run(store),
    view: () => undefined,
    environment: {},
  });
  running.push(server);
  const token = join(root, 'token');
  writeFileSync(token, server.identity!.token);
  return { root, server, args: ['--to', server.url, '--token-file', token] };
}

function studyFolder(files = FILES): string {
  const folder = join(scratchFolder(), 'study');
  mkdirSync(folder);
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  return folder;
}

function markersIn(root: string): string[] {
  return readdirSync(root).includes('studies') ? readdirSync(join(root, 'studies')) : [];
}

test('a study is sent, completed and followed to its report, and the second time nothing is sent', async () => {
  const { root, args } = await started(leaves('assessed'));
  const study = studyFolder();
  const out = scratchFolder();
  const first = await runCommand([study, ...args, '--out', out], { main: MAIN });
  expect(first.stderr).toContain(`sent ${FILES.length} of ${FILES.length} files`);
  expect(first.code).toBe(0);
  const report = /^report: (.+)$/m.exec(first.stdout)?.[1];
  expect(readFileSync(report!, 'utf8')).toBe('%PDF');
  expect(first.stdout).toMatch(/^result: .+result\.json$/m);
  const [studyId] = markersIn(root);
  const marker = studyManifestSchema.parse(
    JSON.parse(readFileSync(join(root, 'studies', studyId!, 'complete.json'), 'utf8')),
  );
  expect(marker.files).toHaveLength(FILES.length);
  const second = await runCommand([study, ...args, '--no-wait'], { main: MAIN });
  expect(second.stderr).toContain('(0.0 MB in this run)');
  expect(second.stdout).toBe(`assessment: ${studyId!}/${report!.split('/').at(-2)!}\n`);
  expect([second.code, markersIn(root).length]).toEqual([0, 1]);
});

test('a refused study is exit code 3, as with npm start', async () => {
  const { args } = await started(leaves('refused'));
  const { code, complaint, stdout } = await runCommand([studyFolder(), ...args, '--out', scratchFolder()], {
    main: MAIN,
  });
  expect([code, complaint]).toEqual([3, 'osteon: study refused: GANTRY_TILT']);
  expect(stdout).toMatch(/^report: /m);
});

test('an execution that fails without a report is exit code 1', async () => {
  const { args } = await started(() => () => Promise.reject(new Error('a fault')));
  const { code, complaint } = await runCommand([studyFolder(), ...args, '--out', scratchFolder()], {
    main: MAIN,
  });
  expect(code).toBe(1);
  expect(complaint).toContain('technical fault');
});

test('what LoadCt would refuse is refused here by the same code, and nothing is sent', async () => {
  const { root, args } = await started(leaves('assessed'));
  const at = (bytes: Uint8Array): boolean => bytes === FILES[Math.floor(FILES.length / 2)]!.bytes;
  const gap = studyFolder(FILES.filter(({ bytes }) => !at(bytes)));
  const { code, stderr } = await runCommand([gap, ...args], { main: MAIN });
  expect(code).toBe(3);
  expect(stderr).toContain('study refused: MISSING_SLICES');
  expect(stderr).toContain('nothing was sent');
  expect(readdirSync(root).filter((name) => name === 'incoming')).toEqual([]);
});

test('with --deidentify nothing that names the patient is stored at the server, and the key is kept here', async () => {
  const { root, args } = await started(leaves('assessed'));
  const named = series((n) => ({
    change: {
      '00100010 PN': 'SECRET^Erika',
      '00100020 LO': 'SECRET-1',
      '0020000e UI': '1.2.3.777',
      '00080018 UI': `1.2.3.777.${n}`,
    },
  }));
  const study = studyFolder(named.map((bytes, n) => ({ name: `SECRET-${n}.dcm`, bytes })));
  const key = join(scratchFolder(), 'site.key');
  const order = join(scratchFolder(), 'order.json');
  writeFileSync(
    order,
    JSON.stringify({ schema: 'osteon/order/1', indication: 'SECRET fell', orderedBy: 'Dr. SECRET' }),
  );
  const sent = await runCommand([study, ...args, '--deidentify', key, '--order', order, '--no-wait'], {
    main: MAIN,
  });
  expect(sent.code, sent.stderr).toBe(0);
  expect(sent.stderr).toContain('de-identified: 12 to send, 0 other files left out');
  expect(readFileSync(key, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  const stored = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(stored.length).toBeGreaterThan(12);
  for (const { parentPath, name } of stored)
    expect(readFileSync(join(parentPath, name)).toString('latin1'), name).not.toMatch(/SECRET|1\.2\.3\.777/);
});

test('a token that does not count, and none, are told', async () => {
  const { args } = await started(leaves('assessed'));
  const study = studyFolder();
  const file = join(scratchFolder(), 'token');
  writeFileSync(file, 'a.b.c');
  const wrong = await runCommand([study, ...args.slice(0, 2), '--token-file', file], { main: MAIN });
  expect(wrong.code).toBe(1);
  expect(wrong.complaint).toContain('TOKEN_INVALID');
  const none = await runCommand([study, ...args.slice(0, 2)], { main: MAIN });
  expect([none.code, none.complaint]).toEqual([
    2,
    'osteon: found no token; required: the variable OSTEON_TOKEN, or --token-file FILE',
  ]);
});

test('after a break the same command sends what is missing, and only that', async () => {
  const { root, args } = await started(leaves('assessed'));
  const study = studyFolder();
  const broken = startCommand([study, ...args, '--no-wait'], { main: MAIN });
  const received = (): string[] => {
    try {
      const [upload] = readdirSync(join(root, 'incoming/local'));
      return readdirSync(join(root, 'incoming/local', upload!, 'files'));
    } catch {
      return [];
    }
  };
  while (received().length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  broken.process.kill('SIGKILL');
  await broken.finished;
  // Were it through already, there would be nothing to resume: what it sent last is taken away again.
  const [upload] = readdirSync(join(root, 'incoming/local'));
  const left = received();
  if (left.length === FILES.length)
    for (const name of left.slice(3)) rmSync(join(root, 'incoming/local', upload!, 'files', name));
  const there = received().length;
  const again = await runCommand([study, ...args, '--no-wait'], { main: MAIN });
  expect(again.code).toBe(0);
  expect(again.stderr).toContain(`sent ${there} of ${FILES.length} files (0.0 MB`);
  expect(received()).toHaveLength(FILES.length);
});

test('a server that is started again meanwhile is waited for', async () => {
  const first = await started(leaves('assessed'));
  const port = Number(new URL(first.server.url).port);
  await running.pop()!.close();
  const child = spawn(process.execPath, [MAIN, studyFolder(), ...first.args, '--no-wait']);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (!stderr.includes('checked')) await new Promise((resolve) => setTimeout(resolve, 5));
  // The token of the first is void: what matters is that the command is answered at all.
  await started(leaves('assessed'), first.root, port);
  expect(await ended).toBe(1);
  expect(stderr).toContain('TOKEN_INVALID');
});
