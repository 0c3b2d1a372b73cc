// Where messages go. Today they are kept in the database, from where a mail relay will take them.

import type { Message } from './message';

export type MailPort = {
  /** Resolves once the messages are safe with whoever sends them. */
  send(linkId: string | null, messages: readonly Message[]): Promise<void>;
};
