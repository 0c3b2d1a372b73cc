// Import directions (design: who may know whom). Checked by `npm test` and `npm run check`; scripts/import-rules.test.ts
// proves that each rule fires.

/** Tests, and what only tests use, may reach across rooms: they put the pieces together. */
const TESTS = String.raw`\.(test|spec)\.tsx?$|/testing(/|[.]tsx?$)|/fixture-[^/]+\.ts$`;

/** A room's own code, its tests left out. */
const code = (room) => ({ path: `^${room}/`, pathNot: TESTS });

/** How dependency-cruiser names Node's own modules that reach the network. */
const NETWORK =
  '^(node:)?(http|https|http2|net|tls|dgram|dns)$|(^|/)node_modules/(undici|axios|node-fetch|got|ky)/';

const FRAMEWORKS = '(^|/)node_modules/(next|react|react-dom|inngest|next-auth|@codegouvfr)/';

const DATABASE = String.raw`(^|/)node_modules/(@prisma|prisma|pg|pg-pool|\.prisma)/|^lib/store/generated/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'heart-knows-only-itself',
      comment:
        'lib/sync holds pure rules over plain data: it imports nothing but lib/sync, not even Node or a package.',
      severity: 'error',
      from: code('lib/sync'),
      to: { pathNot: '^lib/sync/' },
    },
    {
      name: 'errors-know-only-themselves',
      comment: 'lib/errors is the catalogue: every room may import it, so it may import none.',
      severity: 'error',
      from: code('lib/errors'),
      to: { pathNot: '^lib/errors/' },
    },
    {
      name: 'conductor-knows-ports-only',
      comment:
        'lib/run works over its ports: it imports lib/sync, lib/errors and node:crypto, never an adapter, a framework or the system.',
      severity: 'error',
      from: code('lib/run'),
      to: { pathNot: '^lib/(run|sync|errors)/|^(node:)?crypto$' },
    },
    {
      name: 'adapters-stay-apart',
      comment:
        'lib/demarches knows neither Grist nor the store, lib/grist neither Démarche numérique nor the store: the conductor joins them.',
      severity: 'error',
      from: { path: '^lib/(demarches|grist)/', pathNot: TESTS },
      to: { path: '^lib/(demarches|grist|store|env)/', pathNot: '^lib/$1/' },
    },
    {
      name: 'adapters-see-ports-only',
      comment: 'An adapter implements lib/run/ports.ts: the stages that use it are none of its business.',
      severity: 'error',
      from: { path: '^lib/(demarches|grist|store)/', pathNot: TESTS },
      to: { path: '^lib/run/', pathNot: '^lib/run/ports[.]ts$' },
    },
    {
      name: 'store-talks-to-postgres-only',
      comment: 'lib/store remembers; it decides nothing and knows no outside service.',
      severity: 'error',
      from: code('lib/store'),
      to: { path: '^lib/', pathNot: '^lib/(store|run|sync/model|errors)/' },
    },
    {
      name: 'door-knows-no-business',
      comment: 'lib/http is the outbound door of every adapter: no word of the trade enters it.',
      severity: 'error',
      from: code('lib/http'),
      to: { path: '^(lib|app|cli|inngest|simulators)/', pathNot: '^lib/(http|errors)/' },
    },
    {
      name: 'one-door-to-the-network',
      comment:
        'Outbound calls go through lib/http (timeouts, retries, size caps, address guard). Nothing else opens a connection.',
      severity: 'error',
      from: { path: '^(lib|app|cli|inngest|components)/', pathNot: `^lib/http/|${TESTS}` },
      to: { path: NETWORK },
    },
    {
      name: 'database-stays-in-the-store',
      comment:
        'Prisma and pg are used in lib/store only: elsewhere, ask the Ledger. The engine keeps its own tables.',
      severity: 'error',
      from: {
        path: '^(lib|app|cli|inngest|components|simulators|bench)/',
        pathNot: `^lib/(store|engine)/|^bench/engine[.]ts$|${TESTS}`,
      },
      to: { path: DATABASE },
    },
    {
      name: 'frameworks-stay-at-the-edge',
      comment:
        'Next, React and Inngest live in app, components and inngest; of lib, only lib/access may know how people sign in. What tries the engine brings the SDK.',
      severity: 'error',
      from: {
        path: '^(lib|cli|simulators|bench)/',
        pathNot: `^lib/access/|^lib/engine/(testing/|[^/]+[.]test[.]ts$)|^bench/engine[^/]*[.]ts$`,
      },
      to: { path: FRAMEWORKS },
    },
    {
      name: 'library-does-not-look-up',
      comment: 'app, inngest and cli use lib; lib never imports them.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(app|inngest|cli|components|bench|e2e|scripts)/' },
    },
    {
      name: 'simulators-stay-outside',
      comment: 'The product never contains the simulators: only tests, and the demo, import them.',
      severity: 'error',
      from: { path: '^(lib|app|inngest|cli|components)/', pathNot: `^cli/demo[^/]*[.]ts$|${TESTS}` },
      to: { path: '^simulators/' },
    },
    {
      name: 'engine-knows-no-dossier',
      comment:
        'lib/engine executes functions: it knows nothing of démarches, dossiers or documents, nor of the store. Of the house, it may only name a failure.',
      severity: 'error',
      from: code('lib/engine'),
      to: { path: '^(lib|app|cli|inngest|components|simulators)/', pathNot: '^lib/(engine|errors)/' },
    },
    {
      name: 'links-reach-nobody-outside',
      comment:
        'lib/links holds the use cases of the site over the store: it calls neither Démarche numérique nor Grist, nor the engine; the wiring does.',
      severity: 'error',
      from: code('lib/links'),
      to: { path: '^lib/', pathNot: '^lib/(links|alerts|journal|store|run|sync/model|errors)/' },
    },
    {
      name: 'schedules-are-pure',
      comment: 'lib/links/schedule says when: it reads no database and no clock.',
      severity: 'error',
      from: code('lib/links/schedule'),
      to: { path: '^(lib|app|inngest)/|^(node:)?[a-z_]+$', pathNot: '^lib/(links/schedule|errors)/' },
    },
    {
      name: 'journal-tells-only',
      comment:
        'lib/journal writes and reads what is told of a run: it knows the store and the ports, no use case.',
      severity: 'error',
      from: code('lib/journal'),
      to: { path: '^lib/', pathNot: '^lib/(journal|store|run|errors)/' },
    },
    {
      name: 'log-knows-nobody',
      comment: 'lib/log writes lines for the operator: it is told names and facts, and looks nothing up.',
      severity: 'error',
      from: code('lib/log'),
      to: { path: '^(lib|app|cli|inngest|components|simulators)/', pathNot: '^lib/log/' },
    },
    {
      name: 'alerts-are-pure',
      comment: 'lib/alerts decides who is told what, from facts: it reads nothing and sends nothing itself.',
      severity: 'error',
      from: code('lib/alerts'),
      to: { path: '^lib/', pathNot: '^lib/(alerts|errors)/' },
    },
    {
      name: 'secrets-open-at-the-wiring',
      comment: 'A secret is opened where adapters are wired, at the moment of use, and nowhere else.',
      severity: 'error',
      from: { path: '^(lib|app|cli|inngest|components)/', pathNot: `^lib/wiring[^/]*[.]ts$|${TESTS}` },
      to: { path: '^lib/store/open-credential[.]ts$' },
    },
    {
      name: 'tests-are-not-imported',
      comment: 'What only tests use stays with the tests.',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'shipped-packages-only',
      comment: 'Code that ships uses packages of `dependencies`, not of `devDependencies`.',
      severity: 'error',
      from: { path: '^(lib|app|cli|inngest|components)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/|^lib/store/generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
