-- CreateEnum
CREATE TYPE "credential_kind" AS ENUM ('jeton_dn', 'cle_grist');

-- AlterEnum
ALTER TYPE "run_status" ADD VALUE 'en_attente';
ALTER TYPE "run_status" ADD VALUE 'annule';

-- DropIndex
DROP INDEX "run_link_id_started_at_idx";

-- DropIndex
DROP INDEX "run_status_idx";

-- AlterTable
ALTER TABLE "link" ADD COLUMN     "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "decisions_awaited" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "deletion_requested_at" TIMESTAMPTZ(3),
ADD COLUMN     "destination_credential_id" UUID,
ADD COLUMN     "document_name" TEXT,
ADD COLUMN     "fresh_at" TIMESTAMPTZ(3),
ADD COLUMN     "next_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "notified" JSONB,
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "resume_at" TIMESTAMPTZ(3),
ADD COLUMN     "resumptions" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "schedule" JSONB,
ADD COLUMN     "settings" JSONB,
ADD COLUMN     "source_credential_id" UUID,
ADD COLUMN     "title" TEXT;

-- AlterTable
ALTER TABLE "dossier_failure" ADD COLUMN     "retry_asked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "cancel_requested_at" TIMESTAMPTZ(3),
ADD COLUMN     "cancel_requested_by" UUID,
ADD COLUMN     "concluded" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "executor" TEXT,
ADD COLUMN     "nudges" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "phases" JSONB,
ADD COLUMN     "request_key" TEXT,
ADD COLUMN     "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "requested_by" UUID,
ADD COLUMN     "scope" JSONB,
ADD COLUMN     "statement" JSONB,
ADD COLUMN     "suspected_at" TIMESTAMPTZ(3),
ALTER COLUMN "started_at" DROP NOT NULL;

-- CreateTable
CREATE TABLE "credential" (
    "id" UUID NOT NULL,
    "kind" "credential_kind" NOT NULL,
    "origin" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "given_by" UUID,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "refused_code" TEXT,
    "refused_at" TIMESTAMPTZ(3),

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_event" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "run_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "link_id" UUID,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "run_event_run_id_id_idx" ON "run_event"("run_id", "id");

-- CreateIndex
CREATE INDEX "outbox_link_id_idx" ON "outbox"("link_id");

-- CreateIndex
CREATE INDEX "link_next_due_at_idx" ON "link"("next_due_at");

-- CreateIndex
CREATE INDEX "link_resume_at_idx" ON "link"("resume_at");

-- CreateIndex
CREATE INDEX "link_destination_url_document_idx" ON "link"("destination_url", "document");

-- CreateIndex
CREATE INDEX "link_source_credential_id_idx" ON "link"("source_credential_id");

-- CreateIndex
CREATE INDEX "link_destination_credential_id_idx" ON "link"("destination_credential_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_request_key_key" ON "run"("request_key");

-- CreateIndex
CREATE INDEX "run_link_id_fence_idx" ON "run"("link_id", "fence" DESC);

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_source_credential_id_fkey" FOREIGN KEY ("source_credential_id") REFERENCES "credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_destination_credential_id_fkey" FOREIGN KEY ("destination_credential_id") REFERENCES "credential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_event" ADD CONSTRAINT "run_event_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Runs of before: requested when they started, and with nothing left to conclude from them.
UPDATE "run" SET "requested_at" = "started_at", "concluded" = true;

-- Two open runs of a link could never write together (leases); from here on they cannot even exist.
UPDATE "run" SET "status" = 'interrompu', "code" = 'BAIL_PERDU', "ended_at" = "alive_at"
WHERE "ended_at" IS NULL AND "id" NOT IN (
    SELECT DISTINCT ON ("link_id") "id" FROM "run" WHERE "ended_at" IS NULL ORDER BY "link_id", "fence" DESC
);

UPDATE "link" SET "fresh_at" = last."started_at" FROM (
    SELECT DISTINCT ON ("link_id") "link_id", "started_at" FROM "run"
    WHERE "kind" = 'sync' AND "status" IN ('reussi', 'avec_echecs') ORDER BY "link_id", "fence" DESC
) AS last WHERE last."link_id" = "link"."id";

-- Prisma knows no partial index; it leaves them alone.
CREATE UNIQUE INDEX "run_one_open" ON "run"("link_id") WHERE "ended_at" IS NULL;

-- Runs whose consequences are still to be drawn: none or a few at any time.
CREATE INDEX "run_to_conclude" ON "run"("ended_at") WHERE "ended_at" IS NOT NULL AND NOT "concluded";
