// Preloaded in the processes that we start (`node --import`): when the one that started us is gone, even killed, we stop too.

/** Between asking ourselves to stop and being stopped. */
const PATIENCE_MS = 15_000;

if (process.channel && process.connected) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref();
  });
  // Listening must not keep the process alive.
  process.channel.unref();
}
