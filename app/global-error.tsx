'use client';
// What is shown when even the frame of the pages could not be made: nothing of it may be relied upon, styles included.

export default function SiteFailed({ error }: { readonly error: Error & { readonly digest?: string } }) {
  return (
    <html lang="fr">
      <body>
        <title>Service indisponible – One Trick Pony</title>
        <main>
          <h1>Le service est momentanément indisponible</h1>
          <p>
            Vos données ne sont pas touchées. Réessayez dans un instant ; si cela se répète, écrivez à
            l’exploitant du service
            {error.digest === undefined ? '.' : ` en citant la référence ${error.digest}.`}
          </p>
          <p>
            <a href="/">Revenir à l’accueil</a>
          </p>
        </main>
      </body>
    </html>
  );
}
