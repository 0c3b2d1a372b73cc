// Two drawings of ours that show where a secret is found: neither is a screenshot, so that neither grows old. Their colours
// are the theme's.

const FACE = 'var(--background-default-grey)';
const BACK = 'var(--background-alt-grey)';
const LINE = 'var(--border-default-grey)';
const TEXT = 'var(--text-default-grey)';
const BLUE = 'var(--background-action-high-blue-france)';
const ON_BLUE = 'var(--text-inverted-blue-france)';
const MARK = 'var(--text-default-error)';

export function TokenDrawing() {
  return (
    <Drawing
      height={250}
      label="Dessin du profil d’administrateur de Démarche numérique : 1, la rubrique « Jetons d’API » ; 2, le bouton « Créer un nouveau jeton » ; 3, le jeton à copier, montré une seule fois."
    >
      <Card x={16} y={16} width={300} height={218} />
      <Label x={36} y={52} text="Mon profil" bold />
      <Bar x={36} y={68} width={180} />
      <Bar x={36} y={84} width={140} />
      <Label x={36} y={128} text="Jetons d’API" bold />
      <Mark x={178} y={122} text="1" />
      <Bar x={36} y={142} width={220} />
      <rect x={36} y={166} width={210} height={36} fill={BLUE} />
      <Label x={48} y={189} text="Créer un nouveau jeton" color={ON_BLUE} />
      <Mark x={272} y={184} text="2" />
      <path d="M 330 125 h 44 m -10 -8 l 10 8 l -10 8" stroke={TEXT} strokeWidth={2} fill="none" />
      <Card x={390} y={16} width={294} height={218} />
      <Label x={410} y={52} text="Votre jeton est prêt" bold />
      <Bar x={410} y={68} width={200} />
      <rect x={410} y={92} width={200} height={40} fill={BACK} stroke={LINE} />
      <Label x={422} y={117} text="MTIzNDU2Nzg5…" />
      <Mark x={642} y={112} text="3" />
      <Label x={410} y={166} text="Copiez-le maintenant :" />
      <Label x={410} y={188} text="il ne sera plus affiché." />
    </Drawing>
  );
}

export function KeyDrawing() {
  return (
    <Drawing
      height={220}
      label="Dessin de Grist : 1, le menu du compte en haut à droite ; 2, « Paramètres du profil » ; 3, la rubrique « API » et sa clé à copier."
    >
      <Card x={16} y={16} width={300} height={188} />
      <Label x={36} y={50} text="Mon document" bold />
      <circle cx={286} cy={44} r={14} fill={BLUE} />
      <Label x={278} y={49} text="AM" color={ON_BLUE} small />
      <Mark x={252} y={44} text="1" />
      <rect x={140} y={70} width={160} height={86} fill={FACE} stroke={LINE} />
      <Label x={152} y={98} text="Paramètres" />
      <Label x={152} y={118} text="du profil" />
      <Mark x={272} y={104} text="2" />
      <Bar x={152} y={134} width={110} />
      <path d="M 330 110 h 44 m -10 -8 l 10 8 l -10 8" stroke={TEXT} strokeWidth={2} fill="none" />
      <Card x={390} y={16} width={294} height={188} />
      <Label x={410} y={52} text="Paramètres du profil" bold />
      <Bar x={410} y={68} width={180} />
      <Label x={410} y={116} text="API" bold />
      <rect x={410} y={130} width={200} height={40} fill={BACK} stroke={LINE} />
      <Label x={422} y={155} text="••••••••••••••••" />
      <Mark x={642} y={150} text="3" />
    </Drawing>
  );
}

function Drawing({
  height,
  label,
  children,
}: {
  readonly height: number;
  readonly label: string;
  readonly children: React.ReactNode;
}) {
  return (
    <svg className="fr-responsive-img" viewBox={`0 0 700 ${height}`} role="img" aria-label={label}>
      <rect x={0} y={0} width={700} height={height} fill={BACK} />
      {children}
    </svg>
  );
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function Card(box: Box) {
  return <rect {...box} fill={FACE} stroke={LINE} />;
}

function Bar({ x, y, width }: Omit<Box, 'height'>) {
  return <rect x={x} y={y} width={width} height={6} rx={3} fill={LINE} />;
}

function Label({
  x,
  y,
  text,
  bold = false,
  small = false,
  color = TEXT,
}: {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly bold?: boolean;
  readonly small?: boolean;
  readonly color?: string;
}) {
  return (
    <text x={x} y={y} fill={color} fontSize={small ? 11 : 16} fontWeight={bold ? 700 : 400}>
      {text}
    </text>
  );
}

function Mark({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  return (
    <>
      <circle cx={x} cy={y} r={13} fill={FACE} stroke={MARK} strokeWidth={2} />
      <text x={x} y={y + 5} fill={MARK} fontSize={15} fontWeight={700} textAnchor="middle">
        {text}
      </text>
    </>
  );
}
