// For the tests of this folder: where documents are made. The simulator given by the test file, or any real Grist.

import { afterAll } from 'vitest';
import type { Backend } from './fixture-document';

/** What the start function of simulators/grist gives, as far as we use it. */
type Simulator = {
  readonly url: string;
  readonly key: string;
  createDocument(): { readonly id: string };
  close(): Promise<void>;
};

/**
 * One simulator a test file, closed after it. With GRIST_TEST_URL, GRIST_TEST_KEY and GRIST_TEST_WORKSPACE in the
 * environment, the same tests run on that Grist instead; the documents that they make there are removed.
 */
export function backendOf(start: () => Promise<Simulator>): () => Promise<Backend> {
  const { GRIST_TEST_URL: url, GRIST_TEST_KEY: key, GRIST_TEST_WORKSPACE: workspace } = process.env;
  if (url && key && workspace) return realBackend(url, key, workspace);
  let running: Promise<Simulator> | null = null;
  afterAll(async () => (await running)?.close());
  return async () => {
    running ??= start();
    const simulator = await running;
    return { url: simulator.url, key: simulator.key, newDocument: async () => simulator.createDocument().id };
  };
}

function realBackend(url: string, key: string, workspace: string): () => Promise<Backend> {
  const made: string[] = [];
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  afterAll(async () => {
    for (const document of made) await ask('DELETE', `/docs/${document}`);
  });
  return async () => ({
    url,
    key,
    newDocument: async () => {
      const answer = await ask('POST', `/workspaces/${workspace}/docs`, { name: 'lib/grist, à supprimer' });
      const document = String(await answer.json());
      made.push(document);
      return document;
    },
  });
}
