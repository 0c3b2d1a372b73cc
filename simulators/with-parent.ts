// Preloaded in the simulators that `ready.ts` starts: they hold nothing worth keeping, so they end with their parent,
// even one that was killed without a word and could not stop them.

process.once('disconnect', () => process.exit(0));
