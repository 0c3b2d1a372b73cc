// The picture of the home page: dossiers go from a démarche into the tables of a document, round and round.

/** Drawn with the theme's own colours, so that it follows light and dark. */
export function FlowPicture() {
  return (
    <figure className="fr-m-0">
      <svg
        className="otp-picture"
        viewBox="0 0 560 300"
        role="img"
        aria-label="Les dossiers d’une démarche deviennent les lignes d’un document Grist, et le restent."
      >
        <g className="otp-picture__card">
          <rect x="8" y="40" width="190" height="220" rx="4" />
          <rect x="362" y="40" width="190" height="220" rx="4" />
        </g>
        <g className="otp-picture__title">
          <text x="103" y="72" textAnchor="middle">
            Démarche numérique
          </text>
          <text x="457" y="72" textAnchor="middle">
            Document Grist
          </text>
        </g>
        {[0, 1, 2].map((row) => (
          <g key={row} transform={`translate(28 ${94 + row * 52})`}>
            <rect className="otp-picture__sheet" width="150" height="40" rx="2" />
            <rect className="otp-picture__line" x="12" y="10" width="84" height="6" />
            <rect className="otp-picture__faint" x="12" y="24" width="120" height="6" />
          </g>
        ))}
        <g className="otp-picture__grid">
          <rect x="382" y="94" width="150" height="144" />
          <path d="M382 123H532M382 152H532M382 181H532M382 210H532M432 94V238M482 94V238" />
        </g>
        <rect className="otp-picture__head" x="382" y="94" width="150" height="29" />
        {[0, 1, 2].map((row) => (
          <g key={row} transform={`translate(392 ${134 + row * 29})`}>
            <rect className="otp-picture__line" width="30" height="6" />
            <rect className="otp-picture__faint" x="50" width="30" height="6" />
            <rect className="otp-picture__faint" x="100" width="24" height="6" />
          </g>
        ))}
        <g className="otp-picture__arrow">
          <path d="M206 124H346M334 114l14 10-14 10" />
          <path d="M354 184H214M226 174l-14 10 14 10" />
        </g>
        <g className="otp-picture__word">
          <text x="280" y="112" textAnchor="middle">
            ce qui change
          </text>
          <text x="280" y="208" textAnchor="middle">
            relu et comparé
          </text>
        </g>
      </svg>
    </figure>
  );
}
