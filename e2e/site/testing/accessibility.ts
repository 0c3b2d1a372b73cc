// Is a page accessible? Asked of axe in both themes, and of the page itself at 320 px.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'RGAAv4'];

/**
 * No violation in either theme; at 320 px wide nothing overflows. With OTP_SCREENSHOTS, also takes pictures of the page
 * under that name.
 */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  // After a move inside the site the title comes with the rest of what is streamed: a page of ours always ends by having one.
  await expect(page, `${name}, title`).toHaveTitle(/\S/);
  await show(page, 'light');
  await expectNoViolation(page, `${name}, light`);
  await picture(page, `${name}-1280-light`);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoOverflow(page, `${name}, light`);
  await picture(page, `${name}-320-light`);
  // Narrow still: each width is set once.
  await show(page, 'dark');
  await expectNoOverflow(page, `${name}, dark`);
  await picture(page, `${name}-320-dark`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await settled(page);
  await expectNoViolation(page, `${name}, dark`);
  await picture(page, `${name}-1280-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function show(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-fr-theme', theme);
  // What the pointer hovers has colours of its own.
  await page.mouse.move(0, 0);
  await settled(page);
}

/** What is still turning from one theme, or one width, to the other has colours of its own. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}

async function expectNoViolation(page: Page, name: string): Promise<void> {
  // The same rules on the same page as by default, which would open a second page to gather what frames of other origins
  // answer; and of what is as it should be, no description is made.
  expect(page.frames(), 'frames, which this does not look into').toHaveLength(1);
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(RULES);
  const { violations } = await axe.setLegacyMode().analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(told, name).toEqual([]);
}

async function expectNoOverflow(page: Page, name: string): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${name}, overflow at 320 px`).toBeLessThanOrEqual(0);
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.OTP_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
