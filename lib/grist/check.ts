// Can this key keep this document? Found, role, a write that changes nothing, a query.

import { z } from 'zod';
import { Failure } from '../errors/failure';
import type { DestinationCheck } from '../run/ports';
import { failureOfRefusal } from './failure';
import type { QueryDoor } from './query';
import type { Refusal } from './refusal';
import type { Wire } from './wire';

/** `documentId` is the whole id, whatever spelling was given: the one to remember (short ids may be reassigned). */
export type GristCheck = DestinationCheck & { readonly documentId: string };

const Document = z.object({
  id: z.string(),
  name: z.string(),
  access: z.enum(['owners', 'editors', 'viewers']).nullable(),
});

/**
 * 3 requests: `GET` the document (role), `/apply []` (rows may be written, facts/grist.md §2), a tiny `/sql`.
 * Throws the entry that says what is missing: GRIST_CLE_REFUSEE, GRIST_ACCES_INSUFFISANT (also for a key that may
 * only read), GRIST_DOC_INTROUVABLE, GRIST_DOC_CORBEILLE, GRIST_PAS_GRIST, GRIST_INJOIGNABLE, GRIST_DOC_BLOQUE…
 */
export async function checkDocument(wire: Wire, query: QueryDoor): Promise<GristCheck> {
  const found = await wire.read({ method: 'GET', path: '' });
  if (found.status === 'refused') throw await whyNotFound(wire, found.refusal);
  const document = Document.safeParse(found.json);
  if (!document.success) throw new Failure('GRIST_PAS_GRIST', { facts: { quoi: 'document' } });
  const { id, name, access } = document.data;
  if (access === null) throw new Failure('GRIST_ACCES_INSUFFISANT', { facts: { role: 'aucun' } });
  await probeWrite(wire);
  return {
    documentId: id,
    documentName: name,
    role: access,
    canWrite: true,
    canQuery: await probeQuery(query),
  };
}

/**
 * Grist says « not found » of a document in the trash when it is asked about the document, and « deleted » when it
 * is asked to work on it (grist-core HomeDBManager.getDoc, Authorizer.assertAccess).
 */
async function whyNotFound(wire: Wire, refusal: Refusal): Promise<Failure> {
  if (refusal.kind !== 'no_document') return failureOfRefusal(refusal, { quoi: 'document' });
  const probe = await wire.read({ method: 'GET', path: '/tables' });
  const trashed = probe.status === 'refused' && probe.refusal.kind === 'in_trash';
  return failureOfRefusal(trashed ? { kind: 'in_trash' } : refusal, { quoi: 'document' });
}

async function probeWrite(wire: Wire): Promise<void> {
  const applied = await wire.apply(Buffer.from('[]'));
  switch (applied.status) {
    case 'applied':
      return;
    case 'refused':
      throw failureOfRefusal(applied.refusal, { quoi: 'ecriture' });
    case 'lost':
      try {
        return await wire.settle(applied);
      } catch (error) {
        // Nothing was written that could be uncertain: the document answers, and that was the question.
        if (error instanceof Failure && error.code === 'GRIST_ECRITURE_INCERTAINE') return;
        throw error;
      }
  }
}

const One = z.object({ un: z.number() });

/** Refused under access rules that hide something, absent from an old Grist: a slower way is used (facts §1). */
async function probeQuery(query: QueryDoor): Promise<boolean> {
  const { status } = await query.run({ sql: 'select 1 as un', args: [] }, One);
  return status !== 'closed';
}
