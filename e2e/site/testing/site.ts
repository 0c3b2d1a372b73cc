// What the tests of the site share: pages whose console is watched, mailboxes, and the ways of signing in.

import { randomUUID } from 'node:crypto';
import { test as base, expect, type Page } from '@playwright/test';

/** Chrome's remark on how long a style took to be used: of time, which no test asserts on (a loaded machine is slow). */
const ABOUT_TIME = /was preloaded using link preload but not used within a few seconds/;

/**
 * A page on which an error or a warning in the console, or a failed script, fails the test. `tolerated`: what a test
 * means to provoke, e.g. the browser's own line about an answer 404.
 */
export const test = base.extend<{ tolerated: RegExp | null; quiet: undefined }>({
  tolerated: [null, { option: true }],
  quiet: [
    async ({ context, tolerated }, use) => {
      const noise: string[] = [];
      context.on('console', (message) => {
        const isNoise = message.type() === 'error' || message.type() === 'warning';
        const isExpected = ABOUT_TIME.test(message.text()) || tolerated?.test(message.text());
        if (isNoise && !isExpected) noise.push(message.text());
      });
      context.on('weberror', (error) => noise.push(error.error().message));
      await use(undefined);
      expect(noise, 'the console').toEqual([]);
    },
    { auto: true },
  ],
});

/** A mailbox that no other test uses. */
export function mailbox(domain = 'exemple.gouv.fr'): string {
  return `agent.${randomUUID().slice(0, 8)}@${domain}`;
}

type Letter = { readonly to: string; readonly subject: string; readonly text: string; readonly html: string };

/** Messages that arrived for an address, the last first. Waits for there to be `count`. */
export async function letters(page: Page, address: string, count = 1): Promise<readonly Letter[]> {
  let found: readonly Letter[] = [];
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`${process.env.OTP_MAILBOX}/messages.json`);
        found = ((await answer.json()) as Letter[]).filter(({ to }) => to === address);
        return found.length;
      },
      { intervals: [100, 200] },
    )
    .toBeGreaterThanOrEqual(count);
  return found;
}

/** The link of the last message of an address. */
export async function linkFor(page: Page, address: string, count = 1): Promise<string> {
  const [last] = await letters(page, address, count);
  const link = /https?:\/\/\S+\/connexion\/lien\?jeton=\S+/.exec(last?.text ?? '')?.[0];
  if (link === undefined) throw new Error('no link in the message');
  return link;
}

export async function askForLink(page: Page, address: string): Promise<void> {
  await page.goto('/connexion');
  await page.getByLabel('Adresse électronique professionnelle').fill(address);
  await page.getByRole('button', { name: 'Recevoir un lien de connexion' }).click();
}

export async function signInByEmail(page: Page, address: string, count = 1): Promise<void> {
  await askForLink(page, address);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vérifiez vos messages');
  await page.goto(await linkFor(page, address, count));
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mon compte');
}

/** From the sign-in page, or from the account page, to ProConnect and back, as an agent of one's own making. */
export async function throughProConnect(
  page: Page,
  agent: { readonly email: string; readonly siret?: string; readonly provider?: string },
): Promise<void> {
  await page.getByRole('button', { name: 'S’identifier avec ProConnect' }).click();
  await page.getByLabel('Adresse électronique').fill(agent.email);
  if (agent.siret !== undefined) await page.getByLabel('SIRET de son organisation').fill(agent.siret);
  if (agent.provider !== undefined) await page.getByLabel('Fournisseur d’identité').fill(agent.provider);
  await page.getByRole('button', { name: 'Continuer avec cet agent' }).click();
}

/**
 * Sends a form, and waits for its answer to be shown: where it is told no in the words of the time before, these would be
 * found at once, and what is typed next would be overwritten by the answer.
 */
export async function answered(page: Page, send: () => Promise<unknown>): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await send();
  await answer;
  // The button waits from the click until the answer is shown.
  await expect(page.locator('button[aria-disabled="true"]')).toHaveCount(0);
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByRole('heading', { name: 'Vous êtes déconnecté' })).toBeVisible();
}
