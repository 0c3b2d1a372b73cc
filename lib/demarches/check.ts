// Is the token accepted for the démarche? The cheapest question.

import { z } from 'zod';
import { Failure } from '../errors/failure';
import type { SourceCheck } from '../run/ports';
import type { Asker } from './ask';
import { CHECK_DOCUMENT } from './documents/demarche';
import { wanting } from './documents/wants';
import { USUAL_LIMITS } from './errors/patience';
import type { Insist } from './insist';
import type { Instance } from './instance';
import type { InstanceSchema } from './schema/instance-schema';
import { pruneDocument } from './schema/prune';

/** What every instance has: the check never waits for an introspection. */
const EVERYWHERE: InstanceSchema = {
  types: {
    Query: { fields: { demarche: 'Demarche' }, possible: [] },
    Demarche: { fields: { number: 'Int', title: 'String', state: 'DemarcheState' }, possible: [] },
  },
};

const answer = z.object({
  demarche: z.object({ title: z.string().nullish(), state: z.string().nullish() }),
  descriptor: z.object({ dossiersCount: z.number().int().nullish() }).nullish(),
});

/**
 * 1 request, 2 when the first is lost: somebody is waiting. The number of dossiers is known only if the instance's
 * schema was read already.
 */
export async function checkDemarche(
  demarche: number,
  { asker, instance, insist }: { asker: Asker; instance: Instance; insist: Insist },
): Promise<SourceCheck> {
  const schema = (await instance.knownSchema()) ?? EVERYWHERE;
  const document = pruneDocument(CHECK_DOCUMENT, schema, wanting());
  const { data } = await insist(() => asker.ask({ document, variables: { number: demarche } }), {
    ...USUAL_LIMITS,
    tries: 2,
    maintenances: 0,
  });
  const parsed = answer.safeParse(data);
  if (!parsed.success) throw new Failure('DS_REPONSE_ILLISIBLE', { facts: { reason: 'check' } });
  return {
    title: parsed.data.demarche.title ?? '',
    state: parsed.data.demarche.state ?? '',
    dossiersCount: parsed.data.descriptor?.dossiersCount ?? null,
  };
}
