// Where an Inngest server calls the functions. With the embedded engine nobody does, and nothing is there.

import { runs } from '../../../inngest/running';

export const dynamic = 'force-dynamic';
export const maxDuration = 300;

async function answer(request: Request): Promise<Response> {
  const { handler } = await runs();
  return handler === null ? new Response(null, { status: 404 }) : handler(request);
}

export { answer as GET, answer as POST, answer as PUT };
