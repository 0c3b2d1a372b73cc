// The variables that only the service has, beside those of a run from the terminal (variables.ts).

import { Failure } from '../errors/failure';

export type ServiceVariable = {
  readonly name: string;
  /** What it is for, in one French sentence without final stop. */
  readonly purpose: string;
  /** How to get a value. */
  readonly where: string;
};

export const SERVICE_VARIABLES = [
  {
    name: 'CLES_DE_CHIFFREMENT',
    purpose:
      'clés qui protègent les jetons confiés au service : nom:clé, l’active d’abord, puis les anciennes, séparées par des virgules',
    where: 'créez une clé avec « openssl rand -base64 32 », et gardez-la aussi ailleurs que sur ce serveur',
  },
  {
    name: 'DUREE_MAX_SYNCHRONISATION',
    purpose: 'durée au-delà de laquelle une synchronisation est arrêtée, puis reprise là où elle en était',
    where: 'deux heures (2h) conviennent ; une très grande démarche peut demander plus',
  },
  {
    name: 'SYNCHRONISATIONS_SIMULTANEES',
    purpose:
      'nombre de synchronisations menées à la fois, toutes instances confondues ; les autres attendent leur tour',
    where: 'comptez trois par cœur de processeur',
  },
  {
    name: 'IP_SORTIE',
    purpose:
      'adresses IP depuis lesquelles le service appelle Démarche numérique, à déclarer dans les réseaux autorisés des jetons',
    where: 'demandez-les à votre hébergeur ; plusieurs se séparent par des virgules',
  },
  {
    name: 'INNGEST_BASE_URL',
    purpose: 'adresse d’un serveur Inngest, qui répartit les tâches entre plusieurs instances',
    where: 'laissez-la vide pour une seule instance (docs/exploitation.md)',
  },
  {
    name: 'INNGEST_EVENT_KEY',
    purpose: 'clé avec laquelle le site envoie ses événements au serveur Inngest',
    where: 'la même que celle du serveur Inngest (--event-key)',
  },
  {
    name: 'INNGEST_SIGNING_KEY',
    purpose: 'clé avec laquelle le serveur Inngest signe ses appels',
    where: 'la même que celle du serveur Inngest (--signing-key)',
  },
] as const satisfies readonly ServiceVariable[];

type ServiceVariableName = (typeof SERVICE_VARIABLES)[number]['name'];

/** The failure of one variable that lacks, or whose value is refused. `reason` never quotes the value. */
export function serviceVariableFailure(name: ServiceVariableName, reason: string | null): Failure {
  const { purpose, where } = SERVICE_VARIABLES.find((one) => one.name === name) ?? SERVICE_VARIABLES[0];
  return new Failure(reason === null ? 'CONFIG_INCOMPLETE' : 'CONFIG_INVALIDE', {
    detail: `• ${name} (${purpose}) : ${reason ?? 'manque'}. Comment faire : ${where}.`,
    facts: { variables: name },
  });
}
