// The dated statement as a file: `?profondeur=complete`, `legere` or `comptes`.

import { siteDatabase } from '../../../../../lib/access/service';
import { VERSION } from '../../../../../lib/env/version';
import { statementFile } from '../../../../../lib/links/proof/statement';
import { readManagedLink } from '../../../../../lib/store/managed-links';
import { lastProofs } from '../../../../../lib/store/proof-rows';
import { download } from '../../download';

const DEPTHS = ['complete', 'legere', 'comptes'] as const;

export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const asked = new URL(request.url).searchParams.get('profondeur');
  const depth = DEPTHS.find((one) => one === asked);
  const { id } = await params;
  return download(id, { right: 'lire', act: 'constat-telecharge' }, async (linkId) => {
    const database = await siteDatabase();
    const [link, proofs] = await Promise.all([
      readManagedLink(database, linkId),
      lastProofs(database, linkId),
    ]);
    const proof = depth === undefined ? null : proofs[depth];
    if (proof === null) return null;
    const day = proof.provedAt.slice(0, 10);
    return {
      name: `constat-demarche-${link.demarche}-${proof.depth}-${day}.txt`,
      type: 'text/plain',
      text: statementFile({ ...link, title: link.title ?? 'sans titre connu', version: VERSION }, proof),
    };
  });
}
