/** Objects to an application entity: C-STORE (PS3.7, 9.1.1), one association for all of them, by dcmjs-dimse. */
import type { Socket } from 'node:net';

import dimse, { type association, type responses } from 'dcmjs-dimse';

import { reasonOf } from '../command/errors.ts';
import { ArchiveUnusable } from '../dicomweb/service.ts';

import type { ArchivedObject, Outcome } from './objects.ts';
import { statusText } from './stow.ts';

export interface Entity {
  readonly called: string;
  readonly host: string;
  readonly port: number;
}

/** Certificates and key in PEM. */
export interface Tls {
  readonly ca: Buffer | null;
  readonly own: { readonly certificate: Buffer; readonly key: Buffer } | null;
}

export interface StoreSettings {
  /** Without a word from the archive. */
  readonly timeoutMs?: number;
  /** Null: not encrypted. */
  readonly tls?: Tls | null;
}

const { PresentationContextResult, Status, TransferSyntax } = dimse.constants;
/** PS3.4, B.2.3: B000, B006 and B007 store, with something to say. */
const WARNINGS = 0xb000;
const TIMEOUT_MS = 120_000;
const NO_ANSWER = 'no answer from the archive';

dimse.log.setLevel('silent');

/**
 * @throws ArchiveUnusable where it can't be reached, refuses the association, or takes none of these kinds of objects
 */
export async function storeByDimse(
  objects: readonly ArchivedObject[],
  { called, host, port }: Entity,
  calling: string,
  { timeoutMs = TIMEOUT_MS, tls = null }: StoreSettings = {},
): Promise<readonly Outcome[]> {
  const statuses = new Map<ArchivedObject, number>();
  const client = new dimse.Client();
  const datasets = new Map(objects.map((object) => [object, dimse.Dataset.fromFile(object.path)!]));
  for (const [object, dataset] of datasets) {
    const request = new dimse.requests.CStoreRequest(dataset);
    // The library proposes both syntaxes in one context, of which many an archive takes the first, implicit one.
    const asItIs = new dimse.association.PresentationContext(0, object.sopClass);
    asItIs.addTransferSyntaxUid(TransferSyntax.ExplicitVRLittleEndian);
    client.addAdditionalPresentationContext(asItIs, true);
    request.on('response', (response: responses.Response) => statuses.set(object, response.getStatus()));
    client.addRequest(request);
  }
  const accepted = await new Promise<association.Association>((resolve, reject) => {
    let made: association.Association | null = null;
    const unusable = (why: string, cause?: unknown): void =>
      reject(new ArchiveUnusable(`${called}@${host}:${port}: ${why}`, { cause }));
    client.on('associationAccepted', (association: association.Association) => {
      made = association;
      // Only then converted, and without its pixels, of which the library's own conversion takes none of one bit.
      const taken = syntaxesOf(association);
      for (const [{ sopClass }, dataset] of datasets)
        if (taken.get(sopClass)?.has(dataset.getTransferSyntaxUid()) === false)
          dataset.setTransferSyntaxUid(TransferSyntax.ImplicitVRLittleEndian);
    });
    client.on('associationRejected', () =>
      unusable(
        `the archive refused the association of ${calling} with ${called} (are both AE titles known there?)`,
      ),
    );
    client.on('networkError', (cause) =>
      made === null ? unusable(bare(reasonOf(cause)), cause) : resolve(made),
    );
    client.on('closed', () => (made === null ? unusable('the connection was closed') : resolve(made)));
    client.send(host, port, calling, called, {
      connectTimeout: timeoutMs,
      associationTimeout: timeoutMs,
      pduTimeout: timeoutMs,
      ...(tls === null ? {} : { securityOptions: securityOf(tls) }),
    });
  }).finally(() => hangUp(client));
  const kinds = syntaxesOf(accepted);
  return objects.map((object) => {
    const { name, sopClass } = object;
    if (!kinds.has(sopClass)) return { name, stored: false, remark: 'the archive does not take this kind' };
    const status = statuses.get(object);
    if (status === undefined) return { name, stored: false, remark: NO_ANSWER };
    if (status === Status.Success) return { name, stored: true, remark: null };
    const warning = (status & 0xf000) === WARNINGS;
    return { name, stored: warning, remark: `${warning ? 'warning' : 'failure'} ${statusText(status)}` };
  });
}

/** TLS 1.2 at the least, as PS3.15 B.9 and B.10 ask; nothing is sent to an archive whose certificate is not trusted for its host. */
function securityOf({ ca, own }: Tls) {
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca === null ? {} : { ca }),
    ...(own === null ? {} : { cert: own.certificate, key: own.key }),
  };
}

/** SOP classes that the archive takes, each with the transfer syntaxes. */
function syntaxesOf(made: association.Association): ReadonlyMap<string, ReadonlySet<string>> {
  const taken = new Map<string, Set<string>>();
  for (const { context } of made.getPresentationContexts()) {
    if (context.getResult() !== PresentationContextResult.Accept) continue;
    const syntaxes = taken.get(context.getAbstractSyntaxUid()) ?? new Set<string>();
    taken.set(context.getAbstractSyntaxUid(), syntaxes.add(context.getAcceptedTransferSyntaxUid()!));
  }
  return taken;
}

/** The library half-closes: a side that says nothing more would keep the process. */
function hangUp(client: dimse.Client): void {
  const { network } = client as unknown as { readonly network?: { readonly socket?: Socket } };
  network?.socket?.destroy();
}

/** What the library says comes behind the names of the sides, or of none. */
function bare(reason: string): string {
  return reason.replace(/^.*-> (?:Connection error: )?/, '');
}
