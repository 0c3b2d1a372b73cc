# Le site, avec son moteur. Construit l’image : docker build -t one-trick-pony .
# Les commandes (npm run cles, npm run otp) : docker build --target construction -t one-trick-pony-outils .
FROM node:22-bookworm-slim AS construction
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
# Tout ce qu’il faut pour servir, et rien d’autre : ni npm, ni outils, ni sources. Rien n’y est modifiable par le processus.
COPY --from=construction /app/.next/standalone ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/sante`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Les migrations d’abord (elles se suivent, même lancées par deux conteneurs), puis le site ; SIGTERM l’arrête proprement.
CMD ["sh", "-c", "node scripts/migrate.mjs && exec node server.js"]
