// The home page.

export default function Home() {
  return (
    <div className="fr-container fr-py-6w">
      <h1>Un document Grist toujours égal à votre démarche</h1>
    </div>
  );
}
