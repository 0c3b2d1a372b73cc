// The way back home and the title of a page that informs.

import { Breadcrumb } from '@codegouvfr/react-dsfr/Breadcrumb';

export function PageHead({ title }: { readonly title: string }) {
  return (
    <>
      <Breadcrumb currentPageLabel={title} homeLinkProps={{ href: '/' }} segments={[]} />
      <h1>{title}</h1>
    </>
  );
}
