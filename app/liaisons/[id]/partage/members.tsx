'use client';
// Who shares the link. An owner changes roles, removes, hands over, takes an invitation back.

import { Accordion } from '@codegouvfr/react-dsfr/Accordion';
import { Badge } from '@codegouvfr/react-dsfr/Badge';
import { Button } from '@codegouvfr/react-dsfr/Button';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { UNSENT } from '../../../../components/form/state';
import { ROLE_MEANINGS, ROLE_NAMES, ROLES } from '../../../../lib/links/role-words';
import type { Role } from '../../../../lib/store/access-rights';
import { changeRole, handOver, removeMember, withdraw } from './actions';

export type MemberLine = {
  readonly userId: string;
  readonly name: string;
  /** Null where the name is the address already. */
  readonly email: string | null;
  readonly role: Role;
  readonly since: string;
  readonly isMe: boolean;
};

export type PendingLine = {
  readonly email: string;
  readonly role: Role;
  readonly expires: string;
};

export function Members({
  linkId,
  members,
  pending,
  mayShare,
}: {
  readonly linkId: string;
  readonly members: readonly MemberLine[];
  readonly pending: readonly PendingLine[];
  readonly mayShare: boolean;
}) {
  const [roleState, changeRoleAction, roleWaits] = useActionState(changeRole, UNSENT);
  const [removeState, removeAction, removeWaits] = useActionState(removeMember, UNSENT);
  const [handState, handAction, handWaits] = useActionState(handOver, UNSENT);
  const [withdrawState, withdrawAction, withdrawWaits] = useActionState(withdraw, UNSENT);
  const waits = roleWaits || removeWaits || handWaits || withdrawWaits;
  return (
    <>
      <FormAnswer state={roleState} title="Le rôle n’a pas changé" />
      <FormAnswer state={removeState} title="Cette personne n’a pas été retirée" />
      <FormAnswer state={handState} title="La liaison n’a pas été transmise" />
      <FormAnswer state={withdrawState} title="L’invitation n’a pas été retirée" />
      <ul className="fr-raw-list">
        {members.map((member) => (
          <li key={member.userId} className="fr-mb-3w">
            <p className="fr-mb-1v">
              <strong>{member.name}</strong>{' '}
              <Badge as="span" small noIcon severity={member.role === 'proprietaire' ? 'success' : 'info'}>
                {ROLE_NAMES[member.role]}
              </Badge>
              {member.isMe && ' (vous)'}
              <br />
              <span className="fr-text--sm">
                {member.email !== null && `${member.email}. `}Depuis le {member.since}.
              </span>
            </p>
            {mayShare && !member.isMe && (
              <Accordion
                titleAs="h4"
                label={
                  <>
                    Changer son rôle ou son accès<span className="fr-sr-only"> : {member.name}</span>
                  </>
                }
              >
                <form action={changeRoleAction} {...once(waits)} className="fr-mb-3w">
                  <Who linkId={linkId} userId={member.userId} />
                  <RadioButtons
                    small
                    legend={`Rôle de ${member.name}`}
                    name="role"
                    options={ROLES.map((role) => ({
                      ...{ label: ROLE_NAMES[role], hintText: ROLE_MEANINGS[role] },
                      nativeInputProps: { value: role, defaultChecked: role === member.role },
                    }))}
                  />
                  <Button type="submit" size="small" priority="secondary">
                    Enregistrer le rôle<span className="fr-sr-only"> de {member.name}</span>
                  </Button>
                </form>
                {member.role !== 'proprietaire' && (
                  <form action={handAction} {...once(waits)} className="fr-mb-3w">
                    <Who linkId={linkId} userId={member.userId} />
                    <p className="fr-text--sm fr-mb-1w">
                      Transmettre : cette personne devient propriétaire, et vous devenez gestionnaire.
                    </p>
                    <Button type="submit" size="small" priority="tertiary">
                      Transmettre la propriété<span className="fr-sr-only"> à {member.name}</span>
                    </Button>
                  </form>
                )}
                <form action={removeAction} {...once(waits)}>
                  <Who linkId={linkId} userId={member.userId} />
                  <Button type="submit" size="small" priority="tertiary">
                    Retirer l’accès<span className="fr-sr-only"> de {member.name}</span>
                  </Button>
                </form>
              </Accordion>
            )}
          </li>
        ))}
      </ul>
      {pending.length > 0 && (
        <>
          <h3 className="fr-h5">Invitations en attente</h3>
          <ul className="fr-raw-list">
            {pending.map(({ email, role, expires }) => (
              <li key={email} className="fr-mb-3w">
                <p className="fr-mb-1v">
                  <strong>{email}</strong>{' '}
                  <Badge as="span" small noIcon severity="new">
                    {ROLE_NAMES[role]}
                  </Badge>
                  <br />
                  <span className="fr-text--sm">Attend une réponse jusqu’au {expires}.</span>
                </p>
                {mayShare && (
                  <form action={withdrawAction} {...once(waits)}>
                    <input type="hidden" name="liaison" value={linkId} />
                    <input type="hidden" name="adresse" value={email} />
                    <Button type="submit" size="small" priority="tertiary">
                      Retirer l’invitation<span className="fr-sr-only"> de {email}</span>
                    </Button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Who({ linkId, userId }: { readonly linkId: string; readonly userId: string }) {
  return (
    <>
      <input type="hidden" name="liaison" value={linkId} />
      <input type="hidden" name="personne" value={userId} />
    </>
  );
}
