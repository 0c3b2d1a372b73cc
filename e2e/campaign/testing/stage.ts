// The stage of a campaign: démarches, documents, and a link for each, with a token of its own; one in two copies its files.

import { makeLink } from '../../../inngest/testing/service';
import { readSettings } from '../../../lib/links/settings';
import type { Database } from '../../../lib/store/database';
import { updateLink } from '../../../lib/store/managed-links';
import { copyableFields } from '../../../lib/sync/copyable';
import { type DemarchesSimulator, startDemarches } from '../../../simulators/demarches/start';
import type { DocumentControl } from '../../../simulators/grist/gestures';
import { type Simulator, startGrist } from '../../../simulators/grist/start';
import { type CampaignPlan, DOSSIERS, LINKS_BY_DEMARCHE } from './plan';

export type StagedLink = {
  readonly id: string;
  readonly demarche: DemarchesSimulator;
  readonly document: DocumentControl;
  /** Fields whose files are copied. */
  readonly copied: readonly string[];
  /** Its present one: another takes its place when it has expired. */
  token: string;
};

export type Stage = {
  readonly demarches: readonly DemarchesSimulator[];
  readonly grist: Simulator;
  readonly links: readonly StagedLink[];
  close(): Promise<void>;
};

export async function setStage(database: Database, plan: CampaignPlan): Promise<Stage> {
  const grist = await startGrist({ seed: plan.seed });
  const demarches: DemarchesSimulator[] = [];
  const links: StagedLink[] = [];
  for (let rank = 0; rank < Math.ceil(plan.links / LINKS_BY_DEMARCHE); rank += 1) {
    const seed = plan.seed + rank;
    // One in two has a field of every type.
    const preset = rank % 2 === 0 ? 'small' : 'tiny';
    demarches.push(
      await startDemarches({ preset, seed, number: 1_000 + rank, dossiers: DOSSIERS, latencyMs: 20 }),
    );
  }
  for (let rank = 0; rank < plan.links; rank += 1) {
    const demarche = demarches[Math.floor(rank / LINKS_BY_DEMARCHE)];
    if (demarche === undefined) throw new Error('fewer démarches than planned');
    const document = grist.createDocument({ name: `Document ${rank + 1}` });
    const token = demarche.control({ type: 'issue_token' });
    const { origin, number } = demarche;
    const id = await makeLink(database, {
      demarches: { origin, number, token },
      grist: { url: grist.url, key: grist.key, docId: document.id },
    });
    const copied = rank % 2 === 0 ? copyableFields(demarche.demarche().form).map((field) => field.id) : [];
    const settings = readSettings(null);
    await updateLink(database, id, {
      settings: { ...settings, options: { ...settings.options, fichiersCopies: copied } },
    });
    links.push({ id, demarche, document, copied, token });
  }
  return {
    ...{ demarches, grist, links },
    close: async () => {
      await Promise.all([grist.close(), ...demarches.map((one) => one.close())]);
    },
  };
}
