// The frame of the pages that inform: a column narrow enough to read.

import type { ReactNode } from 'react';

export default function InformationFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="fr-container fr-pb-8w">
      <div className="fr-grid-row">
        <div className="fr-col-12 fr-col-lg-9">{children}</div>
      </div>
    </div>
  );
}
