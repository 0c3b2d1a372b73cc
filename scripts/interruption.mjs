// Ctrl-C, or a polite kill, as something that the work in hand can wait for.

/**
 * From now on, SIGINT, SIGTERM and SIGHUP abort the signal instead of ending us: whoever started things stops them.
 * @returns {AbortSignal}
 */
export function interruption() {
  const controller = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => controller.abort(name));
  }
  return controller.signal;
}
