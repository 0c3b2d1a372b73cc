// Ctrl-C: the first one finishes the batch in hand, the second one leaves at once.

import { EXIT } from './exit';

export type Interrupt = { readonly signal: AbortSignal; release(): void };

export function listenForInterrupt(say: (text: string) => void): Interrupt {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    say(
      'Interruption demandée\u00a0: le lot en cours est terminé d’abord (Ctrl-C de nouveau pour tout arrêter).',
    );
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
