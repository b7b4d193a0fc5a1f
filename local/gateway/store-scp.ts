/**
 * One association: who calls is checked, CT objects are written to the inbox and answered when they are on the disk. On
 * dcmjs-dimse, whose weak places are covered here, in `pdu-guard.ts` and in `object-stream.ts` (docs/decisions/0039).
 */
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';

import dimse, { type association, type Dataset, type requests, type responses } from 'dcmjs-dimse';

import { quotable } from '../../lambdas/shared/arrivals/names.ts';
import type { Log } from '../arrivals/service.ts';
import type { Filed, Inbox } from './inbox.ts';
import { callerFault, isCt, offerFor, type CallerRules } from './negotiation.ts';
import { ObjectStream } from './object-stream.ts';
import { part10Head } from './part10.ts';
import { PduGuard } from './pdu-guard.ts';
import { STATUS, storeObject } from './store-object.ts';

const { PresentationContextResult, RejectReason, RejectResult, RejectSource, AbortSource, AbortReason } =
  dimse.constants;

export interface AssociationPorts {
  readonly id: number;
  readonly rules: CallerRules;
  readonly inbox: Inbox;
  readonly log: Log;
  /** Whether there is room for one more association. */
  readonly hasRoom: () => boolean;
  readonly onFiled: (filed: Filed) => void;
  /** @param released in good order; otherwise it was broken off */
  readonly onEnd: (released: boolean) => void;
  /** Nothing came for so long: the association is ended, ms. */
  readonly idleMs: number;
}

/** Bytes on their way to the disk of one association, above which its peer has to wait. */
const MOST_PENDING_BYTES = 2 ** 24;
const MAX_PDU_BYTES = 2 ** 18;

dimse.Implementation.setMaxPduLength(MAX_PDU_BYTES);
// Its lines name peers and objects: what is told is told here.
dimse.log.setLevel('silent');

export class StoreScp extends dimse.Scp {
  readonly #socket: Socket;
  readonly #ports: AssociationPorts;
  #caller = '';
  #released = false;
  #accepted = false;
  #current: ObjectStream | null = null;
  readonly #counts = new Map<string, number>();

  constructor(socket: Socket, ports: AssociationPorts) {
    const guard = new PduGuard();
    let broken = false;
    // Before the library's own listener, which `super` adds.
    socket.on('data', (chunk: Buffer) => {
      const fault = broken ? null : guard.check(chunk);
      if (fault === null) return;
      broken = true;
      ports.log(`association ${ports.id}: ended: found ${fault}`);
      socket.destroy();
    });
    super(socket, {
      connectTimeout: ports.idleMs,
      associationTimeout: ports.idleMs,
      pduTimeout: ports.idleMs,
    });
    this.#socket = socket;
    this.#ports = ports;
    // Time-outs and what can't be read are told by this event alone; the library leaves the socket open.
    this.on('networkError', () => socket.destroy());
    socket.on('close', () => void this.#closed());
  }

  override associationRequested(asked: association.Association): void {
    const { rules, hasRoom, log, id } = this.#ports;
    const [calling, called] = [asked.getCallingAeTitle(), asked.getCalledAeTitle()];
    this.#caller = quotable(calling);
    const fault = callerFault(rules, { calling, called });
    const from = `association ${id} from ${this.#caller} (${this.#socket.remoteAddress ?? 'unknown'})`;
    if (fault !== null) {
      const reason =
        fault === 'called' ? RejectReason.CalledAeNotRecognized : RejectReason.CallingAeNotRecognized;
      log(
        `${from}: rejected: ${fault === 'called' ? `called ${quotable(called)}; required: ${rules.ae}` : 'not among --accept'}`,
      );
      this.sendAssociationReject(RejectResult.Permanent, RejectSource.ServiceUser, reason);
      return;
    }
    if (!hasRoom()) {
      log(`${from}: rejected for now: too many associations`);
      this.sendAssociationReject(
        RejectResult.Transient,
        RejectSource.ServiceProviderPresentation,
        RejectReason.LocalLimitExceeded,
      );
      return;
    }
    for (const { context } of asked.getPresentationContexts()) {
      const offer = offerFor(context.getAbstractSyntaxUid(), context.getTransferSyntaxUids());
      if ('accept' in offer) context.setResult(PresentationContextResult.Accept, offer.accept);
      else
        context.setResult(
          offer.refuse === 'abstract-syntax'
            ? PresentationContextResult.RejectAbstractSyntaxNotSupported
            : PresentationContextResult.RejectTransferSyntaxesNotSupported,
        );
    }
    // Accepted, the library answers with the peer's own numbers: zero for "no limit", and its requests in parallel.
    asked.setMaxPduLength(asked.getMaxPduLength() || MAX_PDU_BYTES);
    asked.setNegotiateAsyncOps(false);
    this.#accepted = true;
    this.sendAssociationAccept();
    log(`${from}: accepted`);
  }

  override associationReleaseRequested(): void {
    this.#released = true;
    this.sendAssociationReleaseResponse();
  }

  override abort(): void {
    this.#socket.destroy();
  }

  override cEchoRequest(
    request: requests.CEchoRequest,
    answer: (response: responses.CEchoResponse) => void,
  ): void {
    const response = dimse.responses.CEchoResponse.fromRequest(request);
    response.setStatus(STATUS.success);
    answer(response);
  }

  override createStoreWritableStream(
    context: association.PresentationContext,
    request: requests.CStoreRequest,
  ): ObjectStream {
    const stream = new ObjectStream(
      this.#ports.inbox,
      part10Head({
        sopClass: request.getAffectedSopClassUid(),
        sopInstance: request.getAffectedSopInstanceUid(),
        transferSyntax: context.getAcceptedTransferSyntaxUid() ?? '',
      }),
      isCt(request.getAffectedSopClassUid()),
    );
    // A second request before the first is answered writes into a stream that has ended.
    stream.on('error', () => this.#breakOff());
    stream.onPending = (bytes) => {
      if (bytes > MOST_PENDING_BYTES) this.#socket.pause();
      else if (bytes === 0 && this.#socket.isPaused()) this.#socket.resume();
    };
    this.#current = stream;
    return stream;
  }

  /** The data set stays on the disk: the library gets none, and asks for the answer. */
  override createDatasetFromStoreWritableStream(
    stream: ObjectStream,
    _context: association.PresentationContext,
    done: (dataset: Dataset) => void,
  ): void {
    finished(stream).then(
      () => done(new dimse.Dataset({})),
      () => this.#breakOff(),
    );
  }

  override cStoreRequest(
    request: requests.CStoreRequest,
    answer: (response: responses.CStoreResponse) => void,
  ): void {
    const stream = this.#current;
    this.#current = null;
    const { inbox, onFiled } = this.#ports;
    const object = {
      sopClass: request.getAffectedSopClassUid(),
      sopInstance: request.getAffectedSopInstanceUid(),
    };
    void storeObject(inbox, stream, object).then(({ status, filed, counted }) => {
      this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + 1);
      if (filed !== null) onFiled(filed);
      const response = dimse.responses.CStoreResponse.fromRequest(request);
      response.setStatus(status);
      answer(response);
    });
  }

  #breakOff(): void {
    this.sendAbort(AbortSource.ServiceProvider, AbortReason.UnexpectedPdu);
    this.#socket.destroy();
  }

  async #closed(): Promise<void> {
    await this.#current?.discard();
    this.#current = null;
    const { id, log, onEnd } = this.#ports;
    if (this.#accepted) {
      const counts = [...this.#counts].map(([what, n]) => `${n} ${what}`);
      const how = this.#released ? 'released' : 'broken off';
      log(`association ${id}: ${how}: ${counts.length === 0 ? 'no objects' : counts.join(', ')}`);
    }
    onEnd(this.#released);
  }
}
