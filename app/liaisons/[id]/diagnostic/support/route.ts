// The support bundle of a link, as a file.

import { siteDatabase } from '../../../../../lib/access/service';
import { readEngine } from '../../../../../lib/env/engine-variables';
import { VERSION } from '../../../../../lib/env/version';
import { supportBundle } from '../../../../../lib/links/diagnosis/bundle';
import { EXTRACTION_VERSION } from '../../../../../lib/sync/version';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { download } from '../../download';

export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const { id } = await params;
  return download(id, { right: 'gerer', act: 'support-telecharge' }, async (linkId) => {
    const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
    const versions = {
      logiciel: VERSION,
      extraction: String(EXTRACTION_VERSION),
      node: process.versions.node,
      moteur: readEngine(process.env).engine,
    };
    return {
      name: `support-liaison-${linkId}.json`,
      type: 'application/json',
      text: await supportBundle(service, linkId, versions),
    };
  });
}
