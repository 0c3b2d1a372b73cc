// The post: one message to one address, through the relay of SMTP_URL.

import { createTransport } from 'nodemailer';
import type { MailSettings } from '../../env/site';

export type Message = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Address that stops messages like this one when it is posted to (RFC 8058); absent: this one is not of a series. */
  readonly unsubscribe?: string;
};

export type Mailer = {
  /** Rejects when the relay did not take the message. `to` is an address that `normaliseEmail` gave. */
  send(to: string, message: Message): Promise<void>;
};

const PATIENCE_MS = 15_000;

export function openMailer({ smtpUrl, sender }: MailSettings): Mailer {
  const transport = createTransport({
    ...relay(smtpUrl),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // Neither a file nor an address may be read into a message, whatever its fields hold.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(to, { unsubscribe, ...message }) {
      await transport.sendMail({
        ...message,
        from: { name: 'One Trick Pony', address: sender },
        // As an object: nothing in it is parsed for a second recipient.
        to: { name: '', address: to },
        headers: {
          'Auto-Submitted': 'auto-generated',
          'Content-Language': 'fr',
          ...(unsubscribe === undefined
            ? {}
            : {
                // Prepared: it is an address of ours, and must not be folded nor encoded.
                'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` },
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              }),
        },
      });
    },
  };
}

/** `smtps:` is TLS from the first byte; `smtp:` upgrades to it when the relay can. */
function relay(smtpUrl: string) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}
