// How the engine learns the functions: it asks the SDK's handler to register them, and the SDK posts them to our `fetch`.

import { Failure } from '../errors/failure';
import { define } from './definition';
import type { Definitions } from './dispatch';
import { type Handler, registrationRequest } from './protocol';

export type Registrar = {
  /** The SDK's post to `/fn/register`. */
  receive(body: unknown): void;
  /** Throws `Failure` MOTEUR_INSCRIPTION, MOTEUR_FONCTION_REFUSEE. */
  register(handler: Handler): Promise<Definitions>;
};

export function createRegistrar(): Registrar {
  let posted: unknown = null;
  return {
    receive: (body) => {
      posted = body;
    },
    register: async (handler) => {
      posted = null;
      const response = await handler(registrationRequest());
      const { functions } = Object(posted);
      if (!response.ok || !Array.isArray(functions)) {
        throw new Failure('MOTEUR_INSCRIPTION', {
          detail: 'le client Inngest doit être créé avec le « fetch » du moteur',
          facts: { status: response.status },
        });
      }
      return new Map(functions.map(define).map((fn) => [fn.id, fn]));
    },
  };
}
