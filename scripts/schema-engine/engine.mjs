// The WebAssembly schema engine, loaded by hand, and the few methods whose behaviour differs from the native one.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

/**
 * @typedef {object} Engine
 * @property {(method: string, params: Record<string, unknown>) => Promise<{ print: string | null, result: unknown }>} call
 *   `print` is text for the user, told apart from the answer.
 * @property {(error: unknown) => EngineError} explain
 *
 * @typedef {{ message: string, isPanic: boolean, code?: string, meta?: unknown }} EngineError
 * @typedef {Record<string, (params: unknown) => Promise<unknown>>} Methods
 */

/** A panic of the WebAssembly code leaves its message here, under the name that the generated code looks for. */
let panic = '';

async function loadWasm() {
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (/** @type {string} */ message) => {
        panic = message;
      },
    },
  });
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': /** @type {WebAssembly.ModuleImports} */ (/** @type {unknown} */ (bindings)),
  });
  /** @type {{ __wbg_set_wasm(exports: unknown): void }} */ (
    /** @type {unknown} */ (bindings)
  ).__wbg_set_wasm(instance.exports);
  /** @type {() => void} */ (instance.exports.__wbindgen_start)();
  return bindings;
}

/**
 * @param {import('./database.mjs').SchemaDatabase} database
 * @param {readonly string[]} schemaPaths
 * @returns {Promise<Engine>}
 */
export async function openEngine(database, schemaPaths) {
  const { SchemaEngine } = await loadWasm();
  const datamodels = schemaPaths.map(
    (path) => /** @type {[string, string]} */ ([path, readFileSync(path, 'utf8')]),
  );
  /** @type {import('@prisma/driver-adapter-utils').ErrorRegistry[]} */
  const registries = [];

  /** @param {'live' | 'shadow'} target */
  const start = async (target) => {
    const bound = bindMigrationAwareSqlAdapterFactory(database.factory(target));
    registries.push(bound.errorRegistry);
    return SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, () => {}, bound);
  };

  /** @type {ReturnType<typeof start> | undefined} */
  let opened;
  // At the first call, not before: a database that does not answer must be the answer to that call.
  const live = () => {
    opened ??= start('live');
    return opened;
  };

  /** @param {Record<string, unknown>} params */
  const diff = async (params) => {
    // This engine replays a migrations folder on the connection that it holds: it must be a throw-away database.
    const replays = [params.from, params.to].some((end) => tagOf(end) === 'migrations');
    const engine = await (replays ? start('shadow') : live());
    const answer = await engine.diff(
      /** @type {Parameters<typeof engine.diff>[0]} */ (/** @type {unknown} */ (params)),
    );
    if (replays) {
      engine.free();
      await database.dropShadows();
    }
    return { print: answer.stdout ?? null, result: { ...answer, stdout: null } };
  };

  return {
    call: async (method, params) => {
      if (method === 'diff') return diff(params);
      const engine = await live();
      if (method === 'getDatabaseVersion') return { print: null, result: await engine.version() };
      const run = /** @type {Methods} */ (/** @type {unknown} */ (engine))[method];
      if (run === undefined) throw new Error(`the schema engine has no method « ${method} »`);
      return { print: null, result: (await run.call(engine, params)) ?? {} };
    },
    explain: (error) => explain(error, registries),
  };
}

/** @param {unknown} end one side of a `diff` */
function tagOf(end) {
  return typeof end === 'object' && end !== null && 'tag' in end ? end.tag : undefined;
}

/**
 * An error thrown by JavaScript code under the engine comes back as a number to look up; a known one carries Prisma's
 * code; a panic has left its message aside.
 * @param {unknown} error
 * @param {readonly import('@prisma/driver-adapter-utils').ErrorRegistry[]} registries
 * @returns {EngineError}
 */
function explain(error, registries) {
  if (panic) return { message: panic, isPanic: true };
  const { message, code, meta } = /** @type {{ message?: string, code?: string, meta?: unknown }} */ (error);
  const external = /^External error id#(\d+)/.exec(message ?? '');
  const cause =
    external && registries.map((registry) => registry.consumeError(Number(external[1]))?.error).find(Boolean);
  const text = cause instanceof Error ? cause.message : (message ?? String(error));
  return { message: text, isPanic: false, ...(code === undefined ? {} : { code, meta: meta ?? {} }) };
}
