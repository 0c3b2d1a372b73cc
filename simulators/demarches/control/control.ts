// The handle by which tests, and other processes, change the simulated DN and question it.

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RateLimit } from '../access/rate-limit';
import type { Tokens } from '../access/tokens';
import type { FileFaults } from '../faults/file-faults';
import type { Faults } from '../faults/strike';
import type { Reply } from '../http/reply';
import type { Waiting } from '../http/waiting';
import type { Counters } from '../stats';
import { truthOfDemarche, truthOfDraft } from '../truth/demarche';
import { truthOf } from '../truth/dossier';
import type { World } from '../world/world';
import type { Command, CommandResult } from './command';
import { runOnDemarche } from './demarche';
import { runOnDossier } from './dossiers';

type Parts = {
  readonly world: World;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly fileFaults: FileFaults;
  readonly rateLimit: RateLimit;
  readonly counters: Counters;
  readonly waiting: Waiting;
};

const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

export class Control {
  readonly #parts: Parts;
  maintenance = false;
  /** Where links to files lead; null: here. */
  fileOrigin: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  run<C extends Command>(command: C): CommandResult<C> {
    return this.#run(command) as CommandResult<C>;
  }

  /** `POST /__controle` with the header `x-controle`: the body is a command, the answer `{result}` or `{error}`. */
  serve(request: IncomingMessage, body: string, token: string): Reply {
    const given = Buffer.from(String(request.headers['x-controle'] ?? ''));
    const expected = Buffer.from(token);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return json(403, { error: 'forbidden' });
    try {
      return json(200, { result: this.#run(JSON.parse(body) as Command) ?? null });
    } catch (error) {
      return json(400, { error: error instanceof Error ? error.message : 'unknown' });
    }
  }

  #run(command: Command): unknown {
    const { world, tokens, faults, fileFaults, rateLimit, counters, waiting } = this.#parts;
    switch (command.type) {
      case 'batch':
        return world.stamp.together(() => command.commands.map((one) => runOnDossier(world, one)));
      case 'issue_token':
        return tokens.issue();
      case 'revoke_token':
        tokens.revoke(command.token);
        return null;
      case 'expire_token':
        tokens.grant(command.token).expired = true;
        return null;
      case 'scope_token':
        tokens.grant(command.token).scope = command.scope;
        return null;
      case 'refuse_network':
        tokens.grant(command.token).refusedFrom = command.address;
        return null;
      case 'set_faults':
        faults.set(command.rules);
        return null;
      case 'set_file_faults':
        fileFaults.set(command.rules);
        return null;
      case 'set_file_origin':
        this.fileOrigin = command.origin;
        return null;
      case 'set_latency':
        waiting.setLatency(command.ms);
        return null;
      case 'advance_clock':
        world.settings.clock.advance(command.ms);
        return null;
      case 'set_rate_limit':
        rateLimit.change(command.perMinute);
        return null;
      case 'set_maintenance':
        this.maintenance = command.on;
        return null;
      case 'reset_stats':
        counters.reset();
        return null;
      case 'stats':
        return counters.read({ faults: faults.strikes(), fileFaults: fileFaults.strikes() });
      case 'numbers': {
        const numbers: number[] = [];
        for (let index = 0; index < world.table.count; index += 1) {
          if (world.table.visible(index)) numbers.push(world.numberOf(index));
        }
        return numbers;
      }
      case 'truth': {
        const index = world.indexOf(command.number);
        return index !== null && world.table.visible(index) ? truthOf(world, index) : null;
      }
      case 'demarche':
        return truthOfDemarche(world);
      case 'draft':
        return truthOfDraft(world);
      case 'add_field':
      case 'rename_field':
      case 'describe_field':
      case 'require_field':
      case 'remove_field':
      case 'retype_field':
      case 'set_options':
      case 'move_field':
      case 'publish':
      case 'rebase':
      case 'set_demarche_state':
      case 'rename_demarche':
      case 'delete_demarche':
      case 'rename_group':
      case 'add_group':
      case 'rename_label':
        return runOnDemarche(world, command);
      case 'add_dossiers':
      case 'edit_champ':
      case 'set_files':
      case 'change_file':
      case 'remove_file':
      case 'add_row':
      case 'remove_row':
      case 'touch':
      case 'set_state':
      case 'archive':
      case 'move_group':
      case 'set_labels':
      case 'set_followers':
      case 'add_message':
      case 'discard_message':
      case 'ask_avis':
      case 'answer_avis':
      case 'change_usager':
      case 'generate_attestation':
      case 'set_expiration':
      case 'complete_etablissement':
      case 'finish_virus_scan':
      case 'hide':
      case 'restore':
      case 'purge':
      case 'expire':
      case 'vanish':
        return runOnDossier(world, command);
    }
  }
}
