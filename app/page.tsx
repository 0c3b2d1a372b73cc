// The home page: what the service does, in one picture.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { currentSession } from '../lib/access/request';
import { FlowPicture } from './flow-picture';

const PROMISES = [
  {
    title: 'À jour, sans y penser',
    text: 'Chaque quart d’heure ou chaque nuit, seuls les dossiers qui ont changé sont lus. Un dossier corrigé, supprimé ou restauré l’est aussi dans votre document.',
  },
  {
    title: 'Exact, preuve à l’appui',
    text: 'Chaque cellule est relue et comparée chaque semaine. Ce qui n’a pas pu être écrit est dit, dossier par dossier, et réessayé.',
  },
  {
    title: 'Votre document reste le vôtre',
    text: 'Vos colonnes, vos formules et vos vues ne sont jamais touchées. Quand le formulaire change, rien n’est perdu sans votre accord.',
  },
] as const;

const STEPS = [
  {
    title: 'Reliez',
    text: 'Un jeton de Démarche numérique en lecture, le numéro de la démarche, un document Grist.',
  },
  {
    title: 'Choisissez',
    text: 'Les champs, les dossiers, la fréquence ; un aperçu montre ce qui sera créé.',
  },
  { title: 'Travaillez', text: 'Le document se remplit sous vos yeux, puis se tient à jour tout seul.' },
] as const;

export default async function Home() {
  const session = await currentSession();
  return (
    <>
      <section className="fr-container fr-py-6w">
        <div className="fr-grid-row fr-grid-row--gutters fr-grid-row--middle">
          <div className="fr-col-12 fr-col-lg-6">
            <h1>Un document Grist toujours égal à votre démarche</h1>
            <p className="fr-text--lead">
              One Trick Pony recopie les dossiers de votre démarche dans un document Grist, et garde les deux
              égaux. Vous filtrez, croisez, calculez et partagez ; lui s’occupe du reste.
            </p>
            <div className="fr-btns-group fr-btns-group--inline-md">
              {session === null ? (
                <Button linkProps={{ href: '/liaisons' }} size="large">
                  Commencer
                </Button>
              ) : (
                <Button linkProps={{ href: '/liaisons' }} size="large">
                  Voir mes démarches
                </Button>
              )}
              <Button linkProps={{ href: '/aide' }} size="large" priority="secondary">
                Ce qu’il vous faut
              </Button>
            </div>
          </div>
          <div className="fr-col-12 fr-col-lg-6">
            <FlowPicture />
          </div>
        </div>
      </section>
      <section className="otp-band" aria-labelledby="promesses">
        <div className="fr-container fr-py-6w">
          <h2 id="promesses">Ce sur quoi vous pouvez compter</h2>
          <div className="fr-grid-row fr-grid-row--gutters">
            {PROMISES.map(({ title, text }) => (
              <div key={title} className="fr-col-12 fr-col-md-4">
                <h3 className="fr-h5">{title}</h3>
                <p className="fr-mb-0">{text}</p>
              </div>
            ))}
          </div>
        </div>
      </section>
      <section className="fr-container fr-py-6w" aria-labelledby="etapes">
        <h2 id="etapes">En dix minutes</h2>
        <ol className="fr-grid-row fr-grid-row--gutters fr-raw-list">
          {STEPS.map(({ title, text }, index) => (
            <li key={title} className="fr-col-12 fr-col-md-4">
              <h3 className="fr-h5">
                {index + 1}. {title}
              </h3>
              <p className="fr-mb-0">{text}</p>
            </li>
          ))}
        </ol>
        <p className="fr-mt-4w fr-mb-0">
          Aucun contenu de dossier n’est gardé par le service : il ne fait que passer. Les jetons sont
          chiffrés, et ne servent qu’à lire votre démarche et à écrire dans votre document.
        </p>
      </section>
    </>
  );
}
