# Le site, avec son moteur. Construit l’image : docker build -t one-trick-pony .
FROM node:22-bookworm-slim AS construction
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts ./scripts
COPY prisma ./prisma
RUN npm ci
COPY . .
RUN npm run db:generate && node scripts/site-build.mjs

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
COPY --from=construction --chown=node:node /app ./
USER node
EXPOSE 3000
# Les migrations d’abord (elles se suivent, même lancées par deux conteneurs), puis le site ; SIGTERM l’arrête proprement.
CMD ["sh", "-c", "node scripts/migrate.mjs && exec node node_modules/next/dist/bin/next start --hostname 0.0.0.0 --port ${PORT:-3000}"]
