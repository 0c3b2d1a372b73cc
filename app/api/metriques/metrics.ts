// The measures of the service, as Prometheus reads them. Names of things and counts only.

import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { MetricCounts } from '../../../lib/store/metric-counts';

export type Measured = {
  readonly counts: MetricCounts;
  /** Null with an Inngest server, which measures itself. */
  readonly engine: {
    readonly queued: number;
    readonly running: number;
    readonly oldestWaitMs: number | null;
    readonly sinceCronMs: number | null;
  } | null;
};

/** Of the process itself (memory, processor, event loop): collected once. */
const own = new Registry();
collectDefaultMetrics({ register: own });

export const CONTENT_TYPE = own.contentType;

export async function exposition({ counts, engine }: Measured): Promise<string> {
  const register = new Registry();
  const gauge = (name: string, help: string, value: number | null) => {
    if (value !== null) new Gauge({ name: `otp_${name}`, help, registers: [register] }).set(value);
  };
  gauge('liaisons', 'Liaisons, en pause comprises', counts.links);
  gauge('liaisons_en_pause', 'Liaisons en pause', counts.paused);
  gauge('liaisons_planifiees', 'Liaisons qui se synchronisent seules', counts.scheduled);
  gauge('liaisons_en_retard', 'Liaisons dues depuis plus d’une heure', counts.late);
  gauge('liaisons_en_panne', 'Liaisons dont la dernière exécution n’a pas abouti', counts.failing);
  gauge('executions_ouvertes', 'Exécutions demandées ou en cours', counts.openRuns);
  gauge('dossiers_en_echec', 'Dossiers qui n’ont pas pu être écrits', counts.dossierFailures);
  gauge('messages_non_envoyes', 'Messages en attente du relais de messagerie', counts.unsentMessages);
  const ended = new Gauge({
    name: 'otp_executions_terminees_heure',
    help: 'Exécutions terminées dans l’heure, par issue',
    labelNames: ['issue'],
    registers: [register],
  });
  for (const { status, count } of counts.ended) ended.set({ issue: status }, count);
  if (engine !== null) {
    gauge('taches_en_file', 'Tâches prêtes qui attendent', engine.queued);
    gauge('taches_en_cours', 'Tâches en cours', engine.running);
    gauge('tache_plus_ancienne_secondes', 'Attente de la plus ancienne', (engine.oldestWaitMs ?? 0) / 1000);
    gauge(
      'planification_silence_secondes',
      'Depuis la dernière planification',
      engine.sinceCronMs === null ? null : engine.sinceCronMs / 1000,
    );
  }
  return (await Registry.merge([own, register]).metrics()) ?? '';
}
