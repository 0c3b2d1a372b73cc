// Everything that a test, or another process, may do to the simulated DN. One union, so that it can be generated and sent.

import type { Demarche, Descriptor } from '../../../lib/sync/model/demarche';
import type { Dossier } from '../../../lib/sync/model/dossier';
import type { FileFaultRule } from '../faults/file-faults';
import type { FaultRule } from '../faults/rule';
import type { FormEdit } from '../form/edit';
import type { DemarchesStats } from '../stats';
import type { DossierState } from '../world/state';
import type { DemarcheState } from '../world/world';

/** An answer, in the shape of the field's present type (content/stored.ts): a text, digits, a boolean, a list… */
export type AnswerValue = unknown;

/** On dossiers. `number`: the dossier. `field`, `block`: descriptor ids. `row`: `Row-…` id as DN gives it. */
export type DossierCommand =
  | {
      readonly type: 'add_dossiers';
      readonly count: number;
      readonly state?: DossierState;
      readonly group?: number;
    }
  | {
      readonly type: 'edit_champ';
      readonly number: number;
      readonly field: string;
      readonly value: AnswerValue;
      readonly row?: string;
      /** False: the date of modification does not move (facts §6.2). */
      readonly bump?: boolean;
    }
  /** New files with invented bytes, in place of the present ones. */
  | {
      readonly type: 'set_files';
      readonly number: number;
      readonly field: string;
      readonly names: readonly string[];
      /** Bytes of each; hundreds when absent. */
      readonly sizes?: readonly number[];
      /** `pending` when absent. */
      readonly virusScan?: string;
      readonly row?: string;
    }
  /** One file, by its rank from 0. A verdict of the antivirus moves no date; new bytes under the same name do. */
  | {
      readonly type: 'change_file';
      readonly number: number;
      readonly field: string;
      readonly rank: number;
      readonly to: { readonly virusScan: string } | { readonly size: number };
      readonly row?: string;
    }
  | {
      readonly type: 'remove_file';
      readonly number: number;
      readonly field: string;
      readonly rank: number;
      readonly row?: string;
    }
  | { readonly type: 'add_row'; readonly number: number; readonly block: string }
  | { readonly type: 'remove_row'; readonly number: number; readonly block: string; readonly row: string }
  /** `late`: dated so many ms ago, as a transaction that took long, or the clock of another web server (facts §3, §7). */
  | { readonly type: 'touch'; readonly number: number; readonly late?: number }
  | {
      readonly type: 'set_state';
      readonly number: number;
      readonly state: DossierState;
      readonly motivation?: string | null;
    }
  | { readonly type: 'archive'; readonly number: number; readonly archived: boolean }
  /** `group`: number of the groupe instructeur. */
  | { readonly type: 'move_group'; readonly number: number; readonly group: number }
  | {
      readonly type: 'set_labels';
      readonly number: number;
      readonly labels: readonly number[];
      readonly bump?: boolean;
    }
  | {
      readonly type: 'set_followers';
      readonly number: number;
      readonly instructeurs: readonly number[];
      /** False: as when an instructeur leaves the group (facts §6.2). */
      readonly bump?: boolean;
    }
  | {
      readonly type: 'add_message';
      readonly number: number;
      readonly body: string;
      readonly correction?: 'incomplete' | 'incorrect' | 'outdated';
    }
  | { readonly type: 'discard_message'; readonly number: number; readonly message: number }
  | {
      readonly type: 'ask_avis';
      readonly number: number;
      readonly question: string;
      readonly expert?: string | null;
    }
  | { readonly type: 'answer_avis'; readonly number: number; readonly avis: number; readonly reponse: string }
  /** Without moving the date of modification, like the next two (facts §6.2). */
  | {
      readonly type: 'change_usager';
      readonly number: number;
      readonly email?: string;
      readonly deleted?: boolean;
    }
  | { readonly type: 'generate_attestation'; readonly number: number }
  /** ISO instant: DN moves it without telling (facts §6.2), like the next one. */
  | { readonly type: 'set_expiration'; readonly number: number; readonly at: string }
  /** API Entreprise answers at last for a demandeur of whom only the SIRET was known. */
  | { readonly type: 'complete_etablissement'; readonly number: number }
  | { readonly type: 'finish_virus_scan'; readonly number: number }
  | {
      readonly type: 'hide';
      readonly number: number;
      readonly by: 'usager' | 'administration';
      readonly reason?: string;
      /** As of `touch`. */
      readonly late?: number;
    }
  | { readonly type: 'restore'; readonly number: number }
  /** From the corbeille to the list of deleted ones, back-dated as DN does (facts §0.7). */
  | { readonly type: 'purge'; readonly number: number }
  /** Leaves every list (facts §0.6); `purge` later gives it a tombstone. */
  | { readonly type: 'expire'; readonly number: number }
  /** Gone without any trace, as with a démarche reset. */
  | { readonly type: 'vanish'; readonly number: number };

/** On the démarche, its form and its people. */
export type DemarcheCommand =
  | FormEdit
  /** Publishes the draft. Unfinished dossiers follow later, at `rebase`; at once when `rebase` is true (facts §0.5). */
  | { readonly type: 'publish'; readonly rebase?: boolean }
  /** The late part of a publication: up to `count` unfinished dossiers join the active revision, dates unmoved. */
  | { readonly type: 'rebase'; readonly count?: number }
  | { readonly type: 'set_demarche_state'; readonly state: DemarcheState }
  | { readonly type: 'rename_demarche'; readonly title: string }
  | { readonly type: 'delete_demarche' }
  | { readonly type: 'rename_group'; readonly group: number; readonly label: string }
  | { readonly type: 'add_group'; readonly label: string }
  | {
      readonly type: 'rename_label';
      readonly label: number;
      readonly name?: string;
      readonly color?: string;
    };

/** On access and behaviour. */
export type ServerCommand =
  | { readonly type: 'issue_token' }
  | { readonly type: 'revoke_token' | 'expire_token'; readonly token: string }
  | { readonly type: 'scope_token'; readonly token: string; readonly scope: 'demarche' | 'autre' }
  /** Requests of that token are refused as if they came from this address; null: accepted again. */
  | { readonly type: 'refuse_network'; readonly token: string; readonly address: string | null }
  | { readonly type: 'set_faults'; readonly rules: readonly FaultRule[] }
  /** Of downloads: the first rule that matches strikes. */
  | { readonly type: 'set_file_faults'; readonly rules: readonly FileFaultRule[] }
  /** Links to files lead to this origin, whoever is there; null: here again. */
  | { readonly type: 'set_file_origin'; readonly origin: string | null }
  /** Of every answer, those that wait already included: 0 lets them all go. */
  | { readonly type: 'set_latency'; readonly ms: number }
  /** Moves DN's clock ahead: a day later at once. */
  | { readonly type: 'advance_clock'; readonly ms: number }
  | { readonly type: 'set_rate_limit'; readonly perMinute: number | null }
  | { readonly type: 'set_maintenance'; readonly on: boolean }
  | { readonly type: 'reset_stats' };

/** Reads. */
export type QuestionCommand =
  | { readonly type: 'stats' }
  /** Numbers of the visible dossiers, in order of deposit. */
  | { readonly type: 'numbers' }
  | { readonly type: 'truth'; readonly number: number }
  | { readonly type: 'demarche' }
  /** The fields of the draft, which the form commands act on. */
  | { readonly type: 'draft' };

export type Command =
  | DossierCommand
  | DemarcheCommand
  | ServerCommand
  | QuestionCommand
  /** Dossier commands that share one timestamp to the microsecond (facts §3). */
  | { readonly type: 'batch'; readonly commands: readonly DossierCommand[] };

/** What the commands that answer something answer. */
type Results = {
  /** Numbers of the added dossiers. */
  readonly add_dossiers: readonly number[];
  /** `Row-…` id. */
  readonly add_row: string;
  readonly add_message: number;
  readonly ask_avis: number;
  /** Descriptor id. */
  readonly add_field: string;
  /** Number of the group. */
  readonly add_group: number;
  /** How many dossiers joined the active revision. */
  readonly publish: number;
  readonly rebase: number;
  readonly issue_token: string;
  readonly stats: DemarchesStats;
  readonly numbers: readonly number[];
  readonly truth: Dossier | null;
  readonly demarche: Demarche;
  readonly draft: { readonly champs: readonly Descriptor[]; readonly annotations: readonly Descriptor[] };
  readonly batch: readonly unknown[];
};

export type CommandResult<C extends Command = Command> = C['type'] extends keyof Results
  ? Results[C['type']]
  : null;
