// The form that a route was sent, when it is a form and a small one: nobody makes the service hold more than that.

/** Bytes. Ours have two short fields at most. */
const MOST = 64 * 1024;

/** Null: too large, or no form at all. */
export async function smallForm(request: Request): Promise<FormData | null> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null;
  if (Number(request.headers.get('content-length') ?? 0) > MOST) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST) return null;
    chunks.push(chunk);
  }
  try {
    return await new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData();
  } catch (error) {
    // What says that it is a form and cannot be read as one.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
