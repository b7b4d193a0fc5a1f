/** A C-STORE and C-ECHO SCP: what comes is filed, studies are closed and handed on, what was sent is removed in time. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

import type { Deliver } from '../arrivals/deliver.ts';
import { Dispatch } from '../arrivals/dispatch.ts';
import { Ledger } from '../arrivals/ledger.ts';
import type { Log } from '../arrivals/service.ts';
import type { ClosingRules } from '../../lambdas/shared/arrivals/study-book.ts';
import { Inbox } from './inbox.ts';
import type { CallerRules } from './negotiation.ts';
import { StoreScp } from './store-scp.ts';

export interface GatewaySettings {
  readonly rules: CallerRules;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Folder of the inbox, and of what is known of what was sent. */
  readonly spool: string;
  readonly mostBytes: number;
  readonly closing: ClosingRules;
  /** What was sent is kept so long, so that a late object goes with its study, ms. */
  readonly keepMs: number;
  /** An association of which nothing comes so long is ended, ms. Left out: five minutes. */
  readonly idleMs?: number;
  /** Between two looks at what is to be closed, ms. Left out: a second. */
  readonly lookMs?: number;
  /** Before the second try of a delivery, ms. Left out: five seconds. */
  readonly firstWaitMs?: number;
}

export interface Gateway {
  readonly port: number;
  /** Ends every association and the delivery under way; what has arrived is found at the next start. */
  stop(): Promise<void>;
}

const MOST_ASSOCIATIONS = 32;
const IDLE_MS = 300_000;
const LOOK_MS = 1000;
/** Above this part of the inbox's room, what was sent is removed before its time. */
const CROWDED = 0.8;

/** @throws Error where the port can't be listened on, or the spool can't be used */
export async function startGateway(settings: GatewaySettings, deliver: Deliver, log: Log): Promise<Gateway> {
  const { spool, closing, keepMs, lookMs = LOOK_MS, firstWaitMs } = settings;
  const inbox = await Inbox.open(spool, settings.mostBytes);
  const ledger = await Ledger.open(join(spool, 'sent'));
  const now = (): number => Date.now();
  const waits = firstWaitMs === undefined ? {} : { firstWaitMs };
  const dispatch = new Dispatch({ closing, deliver, ledger, log, now, ...waits });
  for (const { study, files } of inbox.studies()) dispatch.found(study, files);

  const sockets = new Set<Socket>();
  const server = listener(settings, { inbox, dispatch, log, sockets });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');

  let removing = Promise.resolve();
  const looking = setInterval(() => {
    dispatch.look();
    removing = removing.then(() => removeSent(inbox, dispatch, now() - keepMs));
  }, lookMs);

  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      clearInterval(looking);
      server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all([dispatch.courier.stop(), removing]);
    },
  };
}

interface ListenerPorts {
  readonly inbox: Inbox;
  readonly dispatch: Dispatch;
  readonly log: Log;
  readonly sockets: Set<Socket>;
}

function listener(
  { rules, idleMs = IDLE_MS }: GatewaySettings,
  { inbox, dispatch, log, sockets }: ListenerPorts,
) {
  let associations = 0;
  return createServer((socket) => {
    sockets.add(socket);
    const id = ++associations;
    new StoreScp(socket, {
      id,
      rules,
      inbox,
      log,
      idleMs,
      hasRoom: () => sockets.size <= MOST_ASSOCIATIONS,
      onFiled({ study, file, as }) {
        if (as === 'other') log(`study ${study}: an object came again with other bytes; both are kept`);
        if (as !== 'again') dispatch.arrived(study, file, id);
      },
      onEnd(released) {
        sockets.delete(socket);
        dispatch.book.ended(id, Date.now(), released);
      },
    });
  });
}

async function removeSent(inbox: Inbox, dispatch: Dispatch, before: number): Promise<void> {
  for (const { study, files } of inbox.studies()) {
    const sentAt = dispatch.sentAt(study);
    if (sentAt === null || (sentAt > before && inbox.fill < CROWDED)) continue;
    dispatch.book.forget(study);
    await inbox.remove(study, files);
  }
}
