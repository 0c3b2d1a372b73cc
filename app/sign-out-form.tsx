// Signs out: a POST, which no link of another site can send.

export function SignOutForm() {
  return (
    <form method="post" action="/deconnexion">
      <button type="submit" className="fr-btn fr-icon-logout-box-r-line fr-btn--icon-left">
        Se déconnecter
      </button>
    </form>
  );
}
