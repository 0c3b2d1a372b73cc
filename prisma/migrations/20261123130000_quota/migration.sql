-- What the processes of the service have drawn of a token's share of Démarche numérique's limit, ten seconds at a time.
CREATE TABLE "request_quota" (
  "token_hash" TEXT NOT NULL,
  "slot" TIMESTAMPTZ(3) NOT NULL,
  "drawn" INTEGER NOT NULL,
  "blocked_until" TIMESTAMPTZ(3),
  CONSTRAINT "request_quota_pkey" PRIMARY KEY ("token_hash")
);
