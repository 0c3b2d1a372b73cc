// What we use of smtp-server and mailparser, which ship without types.

declare module 'smtp-server' {
  import type { Server } from 'node:net';
  import type { Readable } from 'node:stream';

  export class SMTPServer {
    constructor(options: {
      authOptional?: boolean;
      disabledCommands?: string[];
      logger?: boolean;
      onRcptTo(address: { address: string }, session: unknown, done: (error?: Error) => void): void;
      onData(stream: Readable, session: unknown, done: (error?: Error) => void): void;
    });
    readonly server: Server;
    on(event: 'error', listener: (error: Error) => void): this;
    listen(port: number, host: string, ready: () => void): void;
    close(done: () => void): void;
  }
}

declare module 'mailparser' {
  import type { Readable } from 'node:stream';

  export function simpleParser(source: Readable): Promise<{
    subject?: string;
    text?: string;
    html?: string | false;
    date?: Date;
    from?: { text: string };
    to?: { text: string } | { text: string }[];
    /** Keys in lower case, lines as they came. */
    headerLines: { key: string; line: string }[];
  }>;
}
