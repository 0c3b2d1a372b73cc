// Next's settings. Built with Turbopack into a folder that holds all that it runs with (.next/standalone), which
// scripts/site-build.mjs completes: `node .next/standalone/server.js`.

/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  reactStrictMode: true,
  poweredByHeader: false,
  // Node's own modules, or packages that look for files beside themselves: left out of the bundles.
  serverExternalPackages: [
    'inngest',
    'pg',
    'croner',
    'undici',
    'pino',
    'prom-client',
    '@prisma/client',
    '@prisma/adapter-pg',
  ],
  // `npm test` checks types, style and imports of the whole project at once.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
};

export default config;
