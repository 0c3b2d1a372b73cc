// Avis, traitements and messages of a dossier. Every person in them may be missing (defect R4 of the original: one
// avis without its expert stopped everything).

import type { Avis, Message, Traitement } from '../../sync/model/dossier';
import { readFiles } from './file';
import { flag, record, records, text } from './json';

export function readAvis(value: unknown): readonly Avis[] {
  return records(value).flatMap((avis) => {
    const id = text(avis.id);
    if (id === null) return [];
    return [
      {
        id,
        question: text(avis.question),
        questionLabel: text(avis.questionLabel),
        questionAnswer: flag(avis.questionAnswer),
        reponse: text(avis.reponse),
        dateQuestion: text(avis.dateQuestion),
        dateReponse: text(avis.dateReponse),
        claimantEmail: text(record(avis.claimant)?.email),
        expertEmail: text(record(avis.expert)?.email),
        attachments: readFiles(avis.attachments),
      },
    ];
  });
}

export function readTraitements(value: unknown): readonly Traitement[] {
  return records(value).flatMap((traitement) => {
    const id = text(traitement.id);
    if (id === null) return [];
    return [
      {
        id,
        event: text(traitement.event) ?? '',
        date: text(traitement.dateTraitement),
        agentEmail: text(traitement.emailAgentTraitant),
        motivation: text(traitement.motivation),
      },
    ];
  });
}

/** A message that was taken back is still listed, with an empty body and `discardedAt`. */
export function readMessages(value: unknown): readonly Message[] {
  return records(value).flatMap((message) => {
    const id = text(message.id);
    if (id === null) return [];
    const correction = record(message.correction);
    return [
      {
        id,
        email: text(message.email),
        body: text(message.body),
        createdAt: text(message.createdAt),
        discardedAt: text(message.discardedAt),
        correction:
          correction === null
            ? null
            : { reason: text(correction.reason) ?? '', dateResolution: text(correction.dateResolution) },
        attachments: readFiles(message.attachments),
      },
    ];
  });
}
