// The steps of a new link, as a person goes through them.

import { expect, type Page } from '@playwright/test';
import type { Sides } from './links';

export async function beginLink(page: Page): Promise<void> {
  await page.goto('/liaisons/nouvelle');
  await page.getByRole('button', { name: 'Commencer une nouvelle liaison' }).click();
  await expectStep(page, 'Le jeton de Démarche numérique');
}

export async function expectStep(page: Page, title: string): Promise<void> {
  await expect(page.locator('.fr-stepper__title')).toContainText(title);
}

export async function giveToken(page: Page, { demarches }: Sides, token = demarches.token): Promise<void> {
  await page.getByLabel('Jeton d’API de Démarche numérique').fill(token);
  await page.getByLabel('Site de Démarche numérique').fill(demarches.origin);
  await page.getByRole('button', { name: 'Essayer ce jeton et continuer' }).click();
}

export async function lookFor(page: Page, number: string): Promise<void> {
  await page.getByRole('textbox', { name: /^(Numéro de la démarche|Ce n’est pas elle)/ }).fill(number);
  await page.getByRole('button', { name: 'Chercher cette démarche' }).click();
}

export async function confirmDemarche(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Oui, c’est cette démarche' }).click();
}

export async function giveDocument(page: Page, { grist }: Sides, key = grist.key): Promise<void> {
  await page.getByLabel('Adresse du document Grist').fill(`${grist.url}/doc/${grist.docId}/p/2`);
  await page.getByLabel('Clé d’API Grist').fill(key);
  await page.getByRole('button', { name: 'Vérifier les droits et continuer' }).click();
}

/** From the first step to the one of this title. */
export async function goTo(page: Page, sides: Sides, title: string): Promise<void> {
  const steps: readonly (readonly [string, () => Promise<void>])[] = [
    ['Le jeton de Démarche numérique', () => giveToken(page, sides)],
    [
      'La démarche',
      async () => {
        await lookFor(page, String(sides.demarches.number));
        await confirmDemarche(page);
      },
    ],
    ['Le document Grist', () => giveDocument(page, sides)],
    ['Les données', () => page.getByRole('button', { name: 'Enregistrer et voir l’aperçu' }).click()],
    ['L’aperçu', () => page.getByRole('button', { name: 'Continuer vers la planification' }).click()],
    ['La planification', () => Promise.resolve()],
  ];
  for (const [step, work] of steps) {
    await expectStep(page, step);
    if (step === title) return;
    await work();
  }
}
