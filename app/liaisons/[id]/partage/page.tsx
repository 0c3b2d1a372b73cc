// « Partage »: who may see and do what on the link, who is invited, and what was done.

import type { Metadata } from 'next';
import { nameOf as personName } from '../../../../lib/access/account';
import { targetNames } from '../../../../lib/access/act-targets';
import { actInWords } from '../../../../lib/access/act-words';
import { allows } from '../../../../lib/access/authorise';
import { access } from '../../../../lib/access/service';
import { inFull } from '../../../dates';
import { type LinkProps, nameOf, seenLink } from '../link-gate';
import { InviteForm } from './invite-form';
import { LeaveForm } from './leave-form';
import { Members } from './members';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'lire');
  return { title: `Partage : ${nameOf(link)}` };
}

/** How many acts are shown. */
const ACTS = 50;

export default async function SharingPage({ params }: LinkProps) {
  const { link, role, userId } = await seenLink((await params).id, 'lire');
  const { sharing, clock } = await access();
  const mayShare = allows(role, 'administrer');
  const [members, pending] = await Promise.all([
    sharing.membersOf(link.id),
    mayShare ? sharing.pendingOf(link.id, new Date(clock.now())) : [],
  ]);
  return (
    <>
      <h2>Partage</h2>
      <h3 className="fr-h5">Personnes</h3>
      <Members
        linkId={link.id}
        mayShare={mayShare}
        members={members.map((member) => {
          const name = personName({ id: member.userId, siret: null, ...member });
          const email = name === member.email ? null : member.email;
          return {
            ...{ userId: member.userId, name, email, role: member.role },
            ...{ since: inFull(member.since), isMe: member.userId === userId },
          };
        })}
        pending={pending.map(({ email, role: offered, expiresAt }) => ({
          ...{ email, role: offered, expires: inFull(expiresAt) },
        }))}
      />
      {mayShare && (
        <>
          <h3 className="fr-h5 fr-mt-4w">Inviter une personne</h3>
          <p>Elle reçoit un message, se connecte avec cette adresse, puis accepte ou décline.</p>
          <InviteForm linkId={link.id} />
        </>
      )}
      <h3 className="fr-h5 fr-mt-6w">Quitter la liaison</h3>
      {role === 'proprietaire' && members.filter((one) => one.role === 'proprietaire').length === 1 ? (
        <p>
          Vous êtes son seul propriétaire : avant de la quitter, transmettez-la à une autre personne, ou
          supprimez-la dans ses réglages.
        </p>
      ) : (
        <LeaveForm linkId={link.id} />
      )}
      {mayShare && <Acts linkId={link.id} addresses={[...members, ...pending].map(({ email }) => email)} />}
    </>
  );
}

async function Acts({
  linkId,
  addresses,
}: {
  readonly linkId: string;
  /** That this page shows anyway. */
  readonly addresses: readonly string[];
}) {
  const open = await access();
  const { audit, people } = open;
  const rows = await audit.of(`liaison:${linkId}`, ACTS);
  const ids = [...new Set(rows.flatMap(({ actorId }) => actorId ?? []))];
  const targets = await targetNames(
    open,
    rows.map(({ target }) => target),
    addresses,
  );
  const persons = await Promise.all(ids.map((id) => people.person(id)));
  const names = new Map(persons.flatMap((one) => (one === null ? [] : [[one.id, personName(one)]])));
  return (
    <>
      <h3 className="fr-h5 fr-mt-6w">Ce qui a été fait</h3>
      <p className="fr-text--sm">
        Le journal garde au moins un an ce que chacun a fait sur la liaison. Ici, seuls ses propriétaires le
        voient.
      </p>
      {rows.length === 0 ? (
        <p>Rien pour le moment.</p>
      ) : (
        <ul className="fr-text--sm">
          {rows.map(({ id, at, actorId, act, target }) => (
            <li key={id}>
              Le {inFull(at)}, {names.get(actorId ?? '') ?? 'une personne qui n’a plus de compte'}{' '}
              {actInWords(act)}
              {target !== null && targets.has(target) && `\u00a0: ${targets.get(target)}`}.
            </li>
          ))}
        </ul>
      )}
      {rows.length === ACTS && <p className="fr-text--sm">Les {ACTS} derniers actes sont montrés.</p>}
    </>
  );
}
