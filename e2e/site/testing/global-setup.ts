// Starts what the tests of the site share, and stops it at the end.

import { buildSite } from '../../../scripts/site-build.mjs';
import { startWholeSite } from './whole-site';

export default async function setUp(): Promise<() => Promise<void>> {
  await buildSite();
  const { origin, mailbox, databaseUrl, secrets, output, close } = await startWholeSite();
  process.env.OTP_SITE = origin;
  process.env.OTP_MAILBOX = mailbox;
  process.env.OTP_DATABASE = databaseUrl;
  process.env.OTP_METRICS_TOKEN = secrets.metricsToken;
  process.env.OTP_SEAL_KEYS = secrets.sealKeys;
  return async () => {
    await close();
    if (process.env.OTP_SITE_OUTPUT) console.log(output());
  };
}
