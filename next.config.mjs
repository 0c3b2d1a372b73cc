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
  // Built files, and what is not there among them: proxy.ts, which gives every other answer its headers, is not asked for these.
  headers: async () => [
    {
      source: '/_next/static/:path*',
      headers: [
        {
          key: 'Content-Security-Policy',
          value: "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
        },
        { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
        { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
      ],
    },
  ],
};

export default config;
